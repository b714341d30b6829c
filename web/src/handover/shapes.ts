/** What the gateway tells of a hand-over, read leniently: half a view is still a view. */

import { fields, list, words, type Fields } from "../answer/reading";
import type { WholeSource } from "../answer/whole";
import { isRole, type Role } from "../chat/setup";

export type State = "assistant" | "waiting" | "coordinator" | "callback" | "closed";
export type Helped = "yes" | "partly" | "no";
export const HELPED: readonly Helped[] = ["yes", "partly", "no"];
const STATES: readonly State[] = ["assistant", "waiting", "coordinator", "callback", "closed"];

/** Something with an id, as it is called. */
export interface Named {
  id: string;
  name: string;
}

export interface Hours {
  days: string[];
  since: string;
  until: string;
}

/** The municipality's desk: whether there is one, and whether somebody sits there. */
export interface Desk {
  exists: boolean;
  isOpen: boolean;
  isSomeoneHere: boolean;
  opensAt: string | null;
  hours: Hours[];
  /** The day by which somebody calls back. */
  callbackBy: string | null;
}

/** What the page proposes to send along. */
export interface Draft {
  role: Role | null;
  age: number | null;
  needs: Named[];
  services: Named[];
  words: string | null;
}

/** What an employee is obliged to do. */
export interface Told {
  id: string;
  text: string;
  sources: WholeSource[];
}

export interface HandoverView {
  state: State;
  desk: Desk;
  draft: Draft;
  told: Told[];
  place: number | null;
  waitMinutes: number | null;
  /** The coordinator's shown name, if they gave one. */
  by: string | null;
  /** `isOverdue`: that day is over, and nobody got hold of them. */
  callback: { by: string; isOverdue: boolean; kind: string; hint: string } | null;
  helped: Helped | null;
  followUp: string | null;
}

/** What is sent along, as the API takes it. */
export interface Summary {
  role: Role | null;
  age: number | null;
  kommune: string;
  needs: string[];
  services: string[];
  words: string | null;
}

/** Where somebody who asks for it is called or written to. */
export type Contact = { phone: string } | { email: string };

/** The whole view; null where it is none. */
export function viewOf(value: unknown): HandoverView | null {
  const raw = fields(value);
  const state = stateOf(raw.state);
  if (state === null) return null;
  return {
    state,
    desk: deskOf(raw.desk),
    draft: draft(fields(raw.draft)),
    told: list(raw.told, told),
    place: number(raw.place),
    waitMinutes: number(raw.wait_minutes),
    by: words(raw.by),
    callback: callback(fields(raw.callback)),
    helped: HELPED.find((one) => one === raw.helped) ?? null,
    followUp: words(raw.follow_up),
  };
}

export function stateOf(value: unknown): State | null {
  return STATES.find((one) => one === value) ?? null;
}

/** A desk; where nothing is said of it, there is none. */
export function deskOf(value: unknown): Desk {
  const raw = fields(value);
  return {
    exists: raw.exists === true,
    isOpen: raw.open === true,
    isSomeoneHere: raw.someone_here === true,
    opensAt: words(raw.opens_at),
    hours: list(raw.hours, hours),
    callbackBy: words(raw.callback_by),
  };
}

/** Something with an id and a name; null where it has none. */
export function named(value: unknown): Named | null {
  const raw = fields(value);
  const [id, name] = [words(raw.id), words(raw.name)];
  return id === null || name === null ? null : { id, name };
}

function hours(value: unknown): Hours | null {
  const raw = fields(value);
  const [since, until] = [words(raw.since), words(raw.until)];
  const days = list(raw.days, words);
  return since === null || until === null || days.length === 0 ? null : { days, since, until };
}

function draft(raw: Fields): Draft {
  const role = words(raw.role) ?? undefined;
  return {
    role: isRole(role) ? role : null,
    age: number(raw.age),
    needs: list(raw.needs, named),
    services: list(raw.services, named),
    words: words(raw.words),
  };
}

function told(value: unknown): Told | null {
  const raw = fields(value);
  const text = words(raw.text);
  return text === null ? null : { id: words(raw.id) ?? text, text, sources: list(raw.sources, source) };
}

function source(value: unknown): WholeSource | null {
  const raw = fields(value);
  const title = words(raw.title);
  return title === null ? null : { title, url: words(raw.url), locator: null, quote: null, checked: null };
}

function callback(raw: Fields): HandoverView["callback"] {
  const by = words(raw.by);
  if (by === null) return null;
  return { by, isOverdue: raw.overdue === true, kind: words(raw.kind) ?? "", hint: words(raw.hint) ?? "" };
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
