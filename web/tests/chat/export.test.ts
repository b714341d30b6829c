import { describe, expect, test } from "vitest";

import { mailAddress } from "../../src/chat/export";

const CUT = "(Resten fikk ikke plass.)";

function body(address: string): string {
  return new URL(address).searchParams.get("body") ?? "";
}

describe("an e-mail", () => {
  test("holds the whole conversation where it fits", () => {
    expect(body(mailAddress("Fra Én dør inn", "Først\n\nså & der", CUT))).toBe("Først\n\nså & der");
  });

  test("ends at a paragraph and says so where it does not fit", () => {
    const paragraphs = Array.from({ length: 40 }, (_, place) => `Avsnitt ${place}: ${"å".repeat(40)}`);
    const address = mailAddress("Fra Én dør inn", paragraphs.join("\n\n"), CUT);
    expect(address.length).toBeLessThanOrEqual(1_900);
    expect(body(address).startsWith("Avsnitt 0")).toBe(true);
    expect(body(address).endsWith(`\n\n${CUT}`)).toBe(true);
  });

  test("is not empty where even the first paragraph is too long", () => {
    expect(body(mailAddress("Fra", "æ".repeat(2_000), CUT))).toBe(CUT);
  });
});
