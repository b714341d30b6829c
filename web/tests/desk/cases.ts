/** Cases, entries and queues as the desk's API tells them; of nobody. */

import type { Case, CaseWhole, Entry, Me, Queue, Week } from "../../src/desk/types";

export const ME: Me = {
  id: 1,
  name: "Koordinator Én",
  login: "en",
  grants: [{ kommune: "oppdal", role: "leder" }],
  presence: { state: "available", text: "" },
  oidc: false,
  kommuner: [{ id: "oppdal", name: "Oppdal" }],
};

export function oneCase(other: Partial<Case> = {}): Case {
  return {
    id: 11,
    kommune: { id: "oppdal", name: "Oppdal" },
    state: "waiting",
    acute: null,
    age: 9,
    role: "forelder",
    needs: [{ id: "skolevegring", name: "Skolevegring" }],
    language: "nb",
    asked_at: "2026-11-27T08:00:00+00:00",
    claimed_at: null,
    holder: null,
    mine: false,
    due: null,
    overdue: false,
    unread: 0,
    ended_at: null,
    outcome: null,
    contact_kind: null,
    ...other,
  };
}

export function mineCase(other: Partial<Case> = {}): Case {
  return oneCase({ state: "coordinator", mine: true, holder: { id: 1, name: "Koordinator Én", here: true }, ...other });
}

export function wholeCase(other: Partial<CaseWhole> = {}): CaseWhole {
  const one = oneCase(other);
  const { role, age, kommune, needs } = one;
  return {
    ...one,
    summary: { role, age, kommune, needs, services: [], words: "Han gråter hver morgen." },
    is_empty: false,
    shares_talk: true,
    entries: [],
    notes: [],
    history: [],
    contact: null,
    consent: null,
    may: ["claim", "note"],
    ...other,
  };
}

export function queueOf(other: Partial<Queue> = {}): Queue {
  return {
    waiting: [],
    live: [],
    callbacks: [],
    colleagues: [],
    mail: null,
    stopped: [],
    at: "2026-11-27T08:10:00+00:00",
    ...other,
  };
}

export function entryOf(number: number, kind: Entry["kind"], text: string, other: Partial<Entry> = {}): Entry {
  return { number, kind, text, at: "2026-11-27T08:05:00+00:00", by: null, answer: null, status: null, ...other };
}

export function weekOf(week: string, other: Partial<Week> = {}): Week {
  const helped = { yes: 6, partly: null, no: 0 };
  return {
    week,
    since: "2026-11-23",
    asked: 12,
    answered: 10,
    abandoned: null,
    callbacks: 0,
    kept: 0,
    median_wait: 90,
    p90_wait: null,
    outcomes: { annet: 5, "svar-gitt": 7 },
    helped,
    helped_later: helped,
    later_from: null,
    ...other,
  };
}
