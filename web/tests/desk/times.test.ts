import { describe, expect, test } from "vitest";

import { deskTextsOf } from "../../src/desk/texts";
import { clock, date, dueDay, since, span } from "../../src/desk/times";

const TEXTS = deskTextsOf("nb");
const NOW = Date.parse("2026-11-27T08:10:00Z");

describe("times", () => {
  test.each([
    ["2026-11-27T08:09:30Z", "under 1 min"],
    ["2026-11-27T08:06:01Z", "3 min"],
    ["2026-11-27T07:05:00Z", "1 t 5 min"],
    ["2026-11-25T07:05:00Z", "2 døgn"],
    ["2026-11-27T08:11:00Z", "under 1 min"],
  ])("%s is %s ago", (then, said) => {
    expect(since(then, NOW, TEXTS)).toBe(said);
  });

  test.each([
    [45, "45 s"],
    [90, "2 min"],
    [3_900, "1 t 5 min"],
  ])("a wait of %i seconds is %s", (seconds, said) => {
    expect(span(seconds, TEXTS)).toBe(said);
  });

  test("are those of Norway, with the day where it is another", () => {
    expect(clock("2026-11-27T08:05:00+00:00", NOW)).toBe("09:05");
    expect(clock("2026-11-26T23:30:00+00:00", NOW)).toBe("00:30");
    expect(clock("2026-11-26T12:00:00+00:00", NOW)).toBe("26. november 13:00");
    expect(clock("i går", NOW)).toBe("i går");
  });

  test.each([
    ["2026-11-27", "i dag"],
    ["2026-11-28", "i morgen"],
    ["2026-12-01", "1. desember"],
    ["snart", "snart"],
  ])("a call-back that is due %s is due %s", (due, said) => {
    expect(dueDay(due, NOW, TEXTS)).toBe(said);
  });

  test("days are said in words", () => {
    expect(date("2026-05-17")).toBe("17. mai");
  });
});
