/** What is asked before something is done with a case: one window at a time, with what has been filled in. */

import type { Act, CaseWhole, Named } from "./types";

/** What is done in a window of its own. */
export const ASKED = [
  "attempted",
  "called",
  "close",
  "pass-on",
  "pass",
  "name",
  "return",
  "release",
  "take-over",
] as const;
export type Asked = (typeof ASKED)[number];

/** What can be filled in. */
export type Field = "reason" | "name" | "to" | "service" | "words" | "outcome" | "search";

export interface Asking {
  /** The case. */
  id: number;
  what: Asked;
  values: Record<Field, string>;
  /** Services to choose between. */
  services: Named[];
  trouble: unknown;
  isBusy: boolean;
}

/** A window as it opens: what the family has said may go along is there, to be edited. */
export function asking(what: Asked, whole: CaseWhole, name: string): Asking {
  const values = { reason: "", name, to: "", service: "", words: whole.summary.words ?? "", outcome: "", search: "" };
  return { id: whole.id, what, values, services: [], trouble: null, isBusy: false };
}

/** What the server is sent; nothing while something is missing. */
export function bodyOf({ what, values }: Asking): object | null {
  const [reason, words, outcome] = [values.reason.trim(), values.words.trim(), values.outcome];
  if (what === "take-over") return reason.length < 3 ? null : { reason, name: shownName(values.name) };
  if (what === "name") return shownName(values.name) === null ? null : { name: shownName(values.name) };
  if (what === "pass") return values.to === "" ? null : { to: Number(values.to) };
  if (what === "pass-on") return values.service === "" || words === "" ? null : { service: values.service, words };
  if (what === "close" || what === "called") return outcome === "" ? null : { outcome };
  return {};
}

/** The name that the family sees; nothing where it shall see none. */
export function shownName(name: string): string | null {
  return name.trim() === "" ? null : name.trim();
}

/** Whether the case stays with this person afterwards. */
export function staysOpen(what: Act | Asked): boolean {
  return what === "claim" || what === "take-over" || what === "pass-on" || what === "name" || what === "attempted";
}
