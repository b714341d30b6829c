import { render } from "lit";
import { describe, expect, test } from "vitest";

import {
  askedSeries,
  counted,
  helpedCell,
  outcomesOf,
  topOf,
  waited,
  waitSeries,
  weekNumber,
} from "../../src/desk/counting";
import { deskTextsOf } from "../../src/desk/texts";
import { chartView } from "../../src/desk/views/chart";
import { weekOf } from "./cases";

const TEXTS = deskTextsOf("nb");
const WEEKS = [weekOf("2026-W47"), weekOf("2026-W48", { outcomes: { "noe-nytt": 5, formidlet: null } })];

describe("figures", () => {
  test("that are too few are told in words", () => {
    expect([counted(0, TEXTS), counted(null, TEXTS), counted(12, TEXTS)]).toEqual(["0", "skjult", "12"]);
    expect(helpedCell(weekOf("2026-W48").helped, TEXTS)).toBe("ja 6, delvis skjult, nei 0");
  });

  test("of waiting are spans, or none", () => {
    expect([waited(90, TEXTS), waited(null, TEXTS)]).toEqual(["2 min", "–"]);
    expect(waitSeries(WEEKS, TEXTS)[0]?.values).toEqual([1.5, 1.5]);
  });

  test("are by week, and know weeks by their number", () => {
    expect(WEEKS.map(weekNumber)).toEqual(["47", "48"]);
  });

  test("of outcomes come in their own order, those that are new to us last", () => {
    expect(outcomesOf(WEEKS)).toEqual(["svar-gitt", "formidlet", "annet", "noe-nytt"]);
  });

  test.each([
    [[0, null], 5],
    [[7], 10],
    [[12], 20],
    [[34], 50],
    [[100], 100],
  ])("of %j fit under %i", (values, top) => {
    expect(topOf([{ name: "", look: "full", values }])).toBe(top);
  });

  test("are drawn as one bar for each, and said in words where they are too few", () => {
    const place = document.createElement("div");
    const series = askedSeries(WEEKS, TEXTS);
    render(chartView({ id: "a", title: "Ba om", unit: "u", weeks: ["47", "48"], series, texts: TEXTS }), place);
    const bars = [...place.querySelectorAll("figure > svg rect > title")].map((one) => one.textContent);
    expect(bars).toHaveLength(6);
    expect(bars).toContain("Uke 48, Ga opp: skjult");
    expect(place.querySelector("figure > svg")?.getAttribute("aria-labelledby")).toBe("a-name");
    expect(place.innerHTML).not.toContain("style=");
  });
});
