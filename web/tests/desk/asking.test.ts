import { describe, expect, test } from "vitest";

import { asking, bodyOf, shownName, type Asked, type Asking } from "../../src/desk/asking";
import { wholeCase } from "./cases";

function filled(what: Asked, values: Partial<Asking["values"]> = {}): Asking {
  const asked = asking(what, wholeCase(), "Kari");
  return { ...asked, values: { ...asked.values, ...values } };
}

describe("what is asked before something is done", () => {
  test("starts from what the family has said, and the name that was used last", () => {
    expect(asking("pass-on", wholeCase(), "Kari").values).toMatchObject({
      words: "Han gråter hver morgen.",
      name: "Kari",
    });
  });

  test.each<[Asked, Partial<Asking["values"]>]>([
    ["take-over", { reason: "  a " }],
    ["pass", {}],
    ["pass-on", {}],
    ["pass-on", { service: "oppdal/pp", words: " " }],
    ["close", {}],
    ["called", {}],
  ])("%s with %j is not enough", (what, values) => {
    expect(bodyOf(filled(what, values))).toBeNull();
  });

  test.each<[Asked, Partial<Asking["values"]>, object]>([
    ["take-over", { reason: " Kollegaen er syk " }, { reason: "Kollegaen er syk", name: "Kari" }],
    ["take-over", { reason: "Syk", name: " " }, { reason: "Syk", name: null }],
    ["pass", { to: "2" }, { to: 2 }],
    ["pass-on", { service: "oppdal/pp", words: "Ring oss" }, { service: "oppdal/pp", words: "Ring oss" }],
    ["close", { outcome: "svar-gitt" }, { outcome: "svar-gitt" }],
    ["called", { outcome: "ingen-svar" }, { outcome: "ingen-svar" }],
    ["release", {}, {}],
    ["return", {}, {}],
  ])("%s with %j sends %j", (what, values, body) => {
    expect(bodyOf(filled(what, values))).toEqual(body);
  });

  test("a name that is empty is none", () => {
    expect([shownName("  "), shownName(" Kari ")]).toEqual([null, "Kari"]);
  });
});
