import { describe, expect, test } from "vitest";

import { asPlainText, mailAddress } from "../../src/chat/export";
import { Talk } from "../../src/chat/talk";
import { textsOf } from "../../src/texts";
import { answer } from "./answers";

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

describe("the conversation as text", () => {
  test("has the coordinator's words and cards, and what has happened", () => {
    const talk = new Talk();
    talk.heard("message", 1, { id: "first", text: "Hei" });
    talk.heard("status", 2, { kind: "claimed", at: null, by: null });
    talk.heard("coordinator", 3, { text: "Se her.", at: null, by: "Kari", answer: answer("PPT hjelper.") });
    talk.heard("status", 4, {
      kind: "consent-asked",
      proposal: 1,
      service: { id: "a", name: "PPT" },
      words: "Gutt på 9.",
    });
    expect(asPlainText(talk.entries, textsOf("nb")).split("\n\n")).toEqual([
      "Du skrev: Hei",
      "En koordinator er her.",
      "Kari fra koordinatorteamet: Se her.",
      "PPT hjelper.",
      "Kan koordinatoren si dette videre til PPT? «Gutt på 9.»",
    ]);
  });
});
