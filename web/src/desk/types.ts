/** What the desk's API says, as it says it. */

import type { Answer } from "../answer/types";
import type { Language } from "../texts";

export interface Named {
  id: string;
  name: string;
}

/** A person at a desk. */
export interface Who {
  id: number;
  name: string;
}

export type Grade = "koordinator" | "leder" | "redaktor" | "ansatt";
export type Presence = "available" | "away";

export interface Me extends Who {
  login: string;
  grants: { kommune: string; role: Grade }[];
  presence: { state: Presence; text: string };
  oidc: boolean;
  kommuner: Named[];
}

/** How one can sign in here. */
export interface WaysIn {
  local: boolean;
  oidc: string | null;
}

export interface Colleague extends Who {
  kommuner: string[];
  state: Presence;
  text: string;
  here: boolean;
}

export interface Case {
  id: number;
  kommune: Named;
  state: string;
  acute: string | null;
  age: number | null;
  role: string | null;
  needs: Named[];
  language: Language;
  asked_at: string;
  claimed_at: string | null;
  holder: (Who & { here: boolean }) | null;
  mine: boolean;
  due: string | null;
  overdue: boolean;
  unread: number;
  ended_at: string | null;
  outcome: string | null;
  contact_kind: "phone" | "email" | null;
}

export interface Queue {
  waiting: Case[];
  live: Case[];
  callbacks: Case[];
  colleagues: Colleague[];
  mail: { ok: boolean; since: string | null; waiting: number } | null;
  /** Municipalities in which nothing is answered by itself, by name. */
  stopped: { kommune: string; since: string }[];
  at: string;
}

/** What somebody may do with a case. */
export type Act =
  | "claim"
  | "release"
  | "take-over"
  | "pass"
  | "pass-on"
  | "return"
  | "close"
  | "write"
  | "name"
  | "note"
  | "attempted"
  | "called";

export interface Status {
  kind: string;
  by?: string | null;
  service?: Named;
  words?: string;
}

/** One thing that was said in the conversation. */
export interface Entry {
  number: number;
  /** The client's own id of a coordinator's message, where the server gives it back. */
  id?: string | null;
  kind: "message" | "answer" | "coordinator" | "status";
  at: string;
  text: string | null;
  by: string | null;
  answer: Answer | null;
  status: Status | null;
}

export interface Note {
  id: number;
  at: string;
  by: string;
  text: string;
}

export interface Happened {
  at: string;
  by: string | null;
  kind: string;
  detail: string | null;
}

export interface Contact {
  phone?: string;
  email?: string;
  when?: string | null;
}

export interface Consent {
  proposal: number;
  service: Named;
  words: string;
  state: "asked" | "given" | "refused";
}

export interface CaseWhole extends Case {
  summary: {
    role: string | null;
    age: number | null;
    kommune: Named;
    needs: Named[];
    services: Named[];
    words: string | null;
  };
  is_empty: boolean;
  shares_talk: boolean;
  entries: Entry[];
  notes: Note[];
  history: Happened[];
  contact: Contact | null;
  consent: Consent | null;
  may: Act[];
}

export interface Reply {
  id: number;
  title: string;
  nb: string;
  nn: string;
}

export type NewReply = Omit<Reply, "id"> & { kommune: string };

/** A message to the family; `id` is ours, so that sending it again counts once. */
export interface DeskMessage {
  id: string;
  text: string;
  card: Card | null;
  /** What was said last when it was written: what stands before that is not this message. */
  after: number;
}

/** A service that goes along with a message. */
export interface Card {
  question: string;
  service: string;
  /** What it is called here, until the server has drawn it. */
  name: string;
}

/** How many; nothing where they are so few that they could be recognised. */
export type Count = number | null;

export interface Helped {
  yes: Count;
  partly: Count;
  no: Count;
}

export interface Week {
  week: string;
  since: string;
  asked: Count;
  answered: Count;
  abandoned: Count;
  callbacks: Count;
  kept: Count;
  median_wait: number | null;
  p90_wait: number | null;
  outcomes: Record<string, Count>;
  helped: Helped;
  helped_later: Helped;
  /** The day from which on `helped_later` is told; nothing where it is. */
  later_from: string | null;
}

export interface Figures {
  kommune: string;
  weeks: Week[];
}

export const OUTCOMES = [
  "svar-gitt",
  "time-avtalt",
  "formidlet",
  "melding-sendt",
  "nodetat",
  "ingen-svar",
  "annet",
] as const;
