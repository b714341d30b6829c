/** Figures made ready to be drawn and read. */

import { fill } from "../texts";
import { span } from "./times";
import type { DeskTexts } from "./texts";
import { OUTCOMES, type Count, type Week } from "./types";

/** A row of bars: one for each week. */
export interface Series {
  name: string;
  /** Which pattern it is drawn in. */
  look: "full" | "striped" | "hollow";
  values: readonly Count[];
}

/** A number as it is read: few are never told. */
export function counted(count: Count, texts: DeskTexts): string {
  return count === null ? texts.few : String(count);
}

export function waited(seconds: number | null, texts: DeskTexts): string {
  return seconds === null ? texts.none : span(seconds, texts);
}

/** «48» of «2026-W48». */
export function weekNumber({ week }: Pick<Week, "week">): string {
  return String(Number(week.split("-W")[1] ?? 0) || week);
}

/** Those who asked, those who were answered, those who gave up. */
export function askedSeries(weeks: readonly Week[], texts: DeskTexts): Series[] {
  return [
    { name: texts.figure_asked, look: "hollow", values: weeks.map(({ asked }) => asked) },
    { name: texts.figure_answered, look: "full", values: weeks.map(({ answered }) => answered) },
    { name: texts.figure_abandoned, look: "striped", values: weeks.map(({ abandoned }) => abandoned) },
  ];
}

/** Minutes of waiting. */
export function waitSeries(weeks: readonly Week[], texts: DeskTexts): Series[] {
  const minutes = (seconds: number | null): number => Math.round((seconds ?? 0) / 6) / 10;
  return [
    { name: texts.figure_median, look: "full", values: weeks.map(({ median_wait }) => minutes(median_wait)) },
    { name: texts.figure_p90, look: "hollow", values: weeks.map(({ p90_wait }) => minutes(p90_wait)) },
  ];
}

export function helpedSeries(weeks: readonly Week[], texts: DeskTexts): Series[] {
  return [
    { name: texts.helped_yes, look: "full", values: weeks.map(({ helped }) => helped.yes) },
    { name: texts.helped_partly, look: "striped", values: weeks.map(({ helped }) => helped.partly) },
    { name: texts.helped_no, look: "hollow", values: weeks.map(({ helped }) => helped.no) },
  ];
}

/** Outcomes that occurred, the known ones first. */
export function outcomesOf(weeks: readonly Week[]): string[] {
  const seen = new Set(weeks.flatMap(({ outcomes }) => Object.keys(outcomes)));
  const known = OUTCOMES.filter((code) => seen.has(code));
  return [...known, ...[...seen].filter((code) => !known.some((one) => one === code)).sort()];
}

/** What helped, in one cell: «ja 12, delvis skjult, nei 0». */
export function helpedCell({ yes, partly, no }: Week["helped"], texts: DeskTexts): string {
  return fill(texts.helped_cell, {
    yes: counted(yes, texts),
    partly: counted(partly, texts),
    no: counted(no, texts),
  });
}

/** The round number at the top of a chart, never below what is drawn. */
export function topOf(series: readonly Series[]): number {
  const most = Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? FEW)));
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((times) => times * step).find((top) => top >= most) ?? most;
}

/** How high a bar is drawn of which only is known that it is one to four. */
export const FEW = 2.5;
