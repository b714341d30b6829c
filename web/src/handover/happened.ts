/** What has happened with a hand-over, as the stream tells it, and how it is said. */

import { fields, words } from "../answer/reading";
import { languageOf } from "../answer/wording";
import { fill, type Texts } from "../texts";
import { dayOf } from "./days";
import { named, type Named } from "./shapes";

export const KINDS = [
  "asked",
  "claimed",
  "named",
  "released",
  "taken-over",
  "passed",
  "consent-asked",
  "consent-given",
  "consent-refused",
  "returned",
  "closed",
  "cancelled",
  "callback",
  "called",
  "attempted",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Happened {
  kind: Kind;
  at: string | null;
  /** A coordinator's shown name, or of a call-back the day by which it comes. */
  by: string | null;
  proposal: number | null;
  service: Named | null;
  /** What would be passed on. */
  words: string | null;
}

/** Reads what a status event holds; null where it is one that this page does not know. */
export function happenedOf(value: unknown): Happened | null {
  const raw = fields(value);
  const kind = KINDS.find((one) => one === raw.kind);
  if (kind === undefined) return null;
  return {
    kind,
    at: words(raw.at),
    by: words(raw.by),
    proposal: typeof raw.proposal === "number" ? raw.proposal : null,
    service: named(raw.service),
    words: words(raw.words),
  };
}

/** One calm line. */
export function said({ kind, by, service }: Happened, texts: Texts): string {
  const name = service?.name ?? "";
  const lines: Record<Kind, string> = {
    asked: texts.happened_asked,
    claimed: someoneHere(by, texts),
    named: someoneHere(by, texts),
    released: texts.happened_released,
    "taken-over": by === null ? texts.happened_colleague : fill(texts.happened_colleague_named, { name: by }),
    passed: by === null ? texts.happened_colleague : fill(texts.happened_colleague_named, { name: by }),
    "consent-asked": fill(texts.consent_ask, { name }),
    "consent-given": fill(texts.consent_given, { name }),
    "consent-refused": fill(texts.consent_refused, { name }),
    returned: texts.happened_returned,
    closed: texts.happened_closed,
    cancelled: texts.happened_cancelled,
    callback: by === null ? texts.happened_callback : fill(texts.happened_callback_by, { date: dayOf(by, texts) }),
    called: texts.happened_called,
    attempted: texts.happened_attempted,
  };
  return lines[kind];
}

/** By function, unless they gave a name. */
export function someoneHere(by: string | null, texts: Texts): string {
  return by === null ? texts.live_here : fill(texts.live_here_named, { name: by });
}

/** Who speaks: by function, unless they gave a name. */
export function speaker(by: string | null, texts: Texts): string {
  return by === null ? texts.coordinator_role : fill(texts.coordinator_named, { name: by });
}

/** The time of day, with the date where that was another day; nothing where it is no time. */
export function clock(at: string | null, texts: Texts, now = new Date()): string {
  const time = at === null ? new Date(Number.NaN) : new Date(at);
  if (Number.isNaN(time.getTime())) return "";
  const locale = languageOf(texts) === "en" ? "en-GB" : "nb-NO";
  const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(time);
  if (time.toDateString() === now.toDateString()) return hour;
  return `${new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" }).format(time)} ${hour}`;
}
