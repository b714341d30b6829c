import { describe, expect, test } from "vitest";

import { dayOf, moment } from "../../src/handover/days";
import { hoursSaid } from "../../src/handover/hours";
import { panelTextsOf } from "../../src/handover/texts";
import { textsOf, type Language } from "../../src/texts";

const WEEK = [{ days: ["ma", "ti", "on", "to", "fr"], since: "09:00", until: "15:00" }];

describe("opening hours", () => {
  test.each<[Language, string]>([
    ["nb", "mandag–fredag kl. 09:00–15:00"],
    ["nn", "måndag–fredag kl. 09:00–15:00"],
    ["en", "Monday–Friday 09:00–15:00"],
  ])("are said in %s", (language, said) => {
    const texts = textsOf(language);
    expect(hoursSaid(WEEK, texts, panelTextsOf(texts))).toEqual([said]);
  });

  test("name each day where they are not in a row", () => {
    const texts = textsOf("nn");
    const hours = [{ days: ["ti", "to", "lo"], since: "18:00", until: "20:00" }];
    expect(hoursSaid(hours, texts, panelTextsOf(texts))).toEqual(["tysdag, torsdag, laurdag kl. 18:00–20:00"]);
  });
});

describe("a moment", () => {
  test.each<[Language, string]>([
    ["nb", "mandag 30. november kl. 09:00"],
    ["nn", "måndag 30. november kl. 09:00"],
    ["en", "Monday 30 November at 09:00"],
  ])("is Norway's, in %s", (language, said) => {
    const texts = textsOf(language);
    expect(moment("2026-11-30T08:00:00+00:00", texts)?.replace(",", "")).toBe(said);
  });

  test("is none where it cannot be read", () => {
    expect(moment("soon", textsOf("nb"))).toBeNull();
    expect(moment(null, textsOf("nb"))).toBeNull();
    expect(dayOf("soon", textsOf("nb"))).toBe("soon");
  });
});
