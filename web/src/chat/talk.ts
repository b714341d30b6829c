/** The conversation as the page shows it: what was written, what was answered, in the server's order. */

import { fields, words } from "../answer/reading";
import { isAnswer, type Answer } from "../answer/types";
import { happenedOf, type Happened } from "../handover/happened";
import type { NewMessage, Trouble } from "./api";

/** What the person wrote. `number` is its place in the store, once the server has it. */
export interface Mine {
  kind: "mine";
  id: string;
  text: string;
  number: number | null;
  trouble: Trouble | null;
  /** Whether its answers have come, though there may be none that can be drawn. */
  isDone: boolean;
  /** Whether a coordinator reads it, and not the assistant. */
  isToPerson: boolean;
}

/** Where the conversation is gone in which it was said: before everything that the new one has. */
const PAST = 0;

/** What was answered. */
export interface Theirs {
  kind: "theirs";
  id: string;
  answer: Answer;
  number: number | null;
  /** A number that no other answer on the page has. */
  serial: number;
}

/** What a coordinator wrote; `answer` is a card that they sent along. */
export interface Person {
  kind: "person";
  id: string;
  text: string;
  at: string | null;
  by: string | null;
  answer: Answer | null;
  number: number | null;
  serial: number;
}

/** What has happened with the hand-over. */
export interface Occurrence {
  kind: "event";
  id: string;
  happened: Happened;
  number: number | null;
}

export type Entry = Mine | Theirs | Person | Occurrence;

/** What the server says of a person's message. */
interface Told {
  id?: string | null;
  text?: string;
  replaces?: number | null;
  to?: string;
}

export class Talk {
  entries: readonly Entry[] = [];
  /** What was taken away for a message that is on its way, by the message's id. */
  private readonly withdrawn = new Map<string, readonly Entry[]>();

  /** The person's last message, if any. */
  get lastMine(): Mine | undefined {
    return this.entries.findLast((entry) => entry.kind === "mine");
  }

  /** Whether this answer is the last thing that was said: only its buttons still do something. */
  isCurrent(entry: Entry): boolean {
    return entry === this.entries.findLast((one) => one.kind !== "event");
  }

  /** Whether a message can still be put in the place of this one: nothing but the assistant has answered it. */
  isEditable(entry: Mine): boolean {
    const after = this.entries.slice(this.entries.indexOf(entry) + 1);
    const isOurs = entry.number !== null && entry.number !== PAST && !entry.isToPerson;
    return isOurs && after.every((one) => one.kind === "theirs");
  }

  /** What came of a question whether something may be passed on; null while it is open. */
  outcomeOf(proposal: number | null): Occurrence | null {
    const isOutcome = ({ kind }: Happened): boolean => kind === "consent-given" || kind === "consent-refused";
    const found = this.entries.find(
      (one) => one.kind === "event" && isOutcome(one.happened) && one.happened.proposal === proposal,
    );
    return found?.kind === "event" ? found : null;
  }

  /** Whether this is the last question whether something may be passed on. */
  isLastAsked(event: Occurrence): boolean {
    return event === this.entries.findLast((one) => one.kind === "event" && one.happened.kind === "consent-asked");
  }

  /** Whether a message waits for its answer. */
  get isWaiting(): boolean {
    const mine = this.lastMine;
    if (mine === undefined || mine.isDone || mine.isToPerson) return false;
    return !this.entries.slice(this.entries.indexOf(mine)).some((entry) => entry.kind === "theirs");
  }

  /** Writes a message down at once, before the server has it. */
  wrote({ id, text, replaces }: NewMessage, isToPerson = false): void {
    if (this.entries.some((entry) => entry.id === id)) return;
    if (replaces !== undefined) this.withdrawn.set(id, this.withdraw(replaces));
    this.entries = [...this.entries, { ...written(id, text, null), isToPerson }];
  }

  /** What became of a message. */
  troubled(id: string, trouble: Trouble | null): void {
    this.change(id, (entry) => (entry.kind === "mine" ? { ...entry, trouble } : entry));
  }

  /** Takes a message back that the server cannot use, and puts back what it was to replace; its text. */
  unwrite(id: string): string {
    const found = this.entries.find((entry) => entry.id === id);
    const back = this.withdrawn.get(id) ?? [];
    this.entries = this.entries.flatMap((entry) => (entry === found ? back : [entry]));
    return found?.kind === "mine" ? found.text : "";
  }

  /** A coordinator has it, and the assistant does not answer. */
  isRead(id: string): void {
    this.change(id, (entry) => (entry.kind === "mine" ? { ...entry, isToPerson: true } : entry));
  }

  /** The answers that came back for a message; those that the stream has brought already are not shown twice. */
  answered(to: string, answers: readonly Answer[]): void {
    this.withdrawn.delete(to);
    this.change(to, (entry) => (entry.kind === "mine" ? { ...entry, isDone: true } : entry));
    this.entries = this.entries.filter((entry) => !isEarly(to, entry) || entry.number !== null);
    const mine = this.entries.findIndex((entry) => entry.id === to);
    const here = this.entries.slice(mine + 1).filter((entry) => entry.kind === "theirs");
    const news = answers.filter((answer) => !here.some((entry) => isSame(entry.answer, answer)));
    const added = news.map((answer, place) => theirs(`${to}:${place}`, answer, null));
    const at = this.endOf(mine);
    this.entries = [...this.entries.slice(0, at), ...added, ...this.entries.slice(at)];
  }

  /** What is said to a message before all of it can be stored; it stays until its answer comes. Whether it is new. */
  saidEarly(to: string, answers: readonly Answer[]): boolean {
    if (this.entries.some((entry) => isEarly(to, entry))) return false;
    const mine = this.entries.findIndex((entry) => entry.id === to);
    const at = this.endOf(mine);
    const added = answers.map((answer, place) => theirs(`early:${to}:${place}`, answer, null));
    this.entries = [...this.entries.slice(0, at), ...added, ...this.entries.slice(at)];
    return added.length > 0;
  }

  /** An event of the stream. Whether it brought something new to see. */
  heard(kind: string, number: number, data: unknown): boolean {
    if (this.entries.some((entry) => entry.number === number)) return false;
    if (kind === "message") return this.heardMessage(number, data as Told);
    if (kind === "coordinator") return this.heardPerson(number, data);
    if (kind === "status") return this.heardEvent(number, data);
    return kind === "answer" && isAnswer(data) && this.heardAnswer(number, data);
  }

  /** The conversation lives on under another key: what is shown stays, but has no place in it. */
  detach(): void {
    this.entries = this.entries.map((entry) => (entry.number === null ? entry : { ...entry, number: PAST }));
  }

  clear(): void {
    this.entries = [];
    this.withdrawn.clear();
  }

  private heardMessage(number: number, told: Told): boolean {
    const from = told.replaces ?? null;
    if (from !== null) {
      const isKept = ({ kind }: Entry): boolean => kind === "person" || kind === "event";
      this.entries = this.entries.filter(
        (one) => isKept(one) || one.number === null || one.number < from || one.number > number,
      );
    }
    const id = told.id ?? `number:${number}`;
    const text = told.text ?? "";
    const isToPerson = told.to === "coordinator";
    const known = { text, number, trouble: null, isToPerson };
    if (this.entries.some((entry) => entry.id === id)) {
      this.change(id, (entry) => (entry.kind === "mine" ? { ...entry, ...known } : entry));
      return false;
    }
    this.place({ ...written(id, text, number), ...known });
    return true;
  }

  private heardPerson(number: number, data: unknown): boolean {
    const raw = fields(data);
    const text = words(raw.text) ?? "";
    const answer = isAnswer(raw.answer) ? raw.answer : null;
    if (text === "" && answer === null) return false;
    const serial = nextSerial();
    const told = { text, answer, at: words(raw.at), by: words(raw.by) };
    this.place({ kind: "person", id: `person:${serial}`, number, serial, ...told });
    return true;
  }

  private heardEvent(number: number, data: unknown): boolean {
    const happened = happenedOf(data);
    if (happened === null) return false;
    this.place({ kind: "event", id: `event:${nextSerial()}`, happened, number });
    return true;
  }

  private heardAnswer(number: number, answer: Answer): boolean {
    const early = this.entries.find(
      (entry) => entry.kind === "theirs" && entry.number === null && isSame(entry.answer, answer),
    );
    if (early) {
      this.change(early.id, (entry) => ({ ...entry, number }));
      return false;
    }
    this.place(theirs(`number:${number}`, answer, number));
    return true;
  }

  /** Puts an entry where its number belongs: before those the server does not have yet. */
  private place(entry: Entry): void {
    const later = this.entries.findIndex((one) => one.number === null || one.number > (entry.number ?? 0));
    const at = later < 0 ? this.entries.length : later;
    this.entries = [...this.entries.slice(0, at), entry, ...this.entries.slice(at)];
  }

  /** What the server will take away too: never what help lines were shown for. */
  private withdraw(id: string): readonly Entry[] {
    const at = this.entries.findIndex((entry) => entry.id === id);
    const after = this.entries.slice(at + 1);
    const isDanger = after.some((entry) => entry.kind === "theirs" && entry.answer.acute);
    if (at >= 0 && !isDanger && after.every((entry) => entry.kind === "theirs")) {
      const gone = this.entries.slice(at);
      this.entries = this.entries.slice(0, at);
      return gone;
    }
    return [];
  }

  /** Where the answers to the message at this place end. */
  private endOf(mine: number): number {
    const next = this.entries.findIndex((entry, place) => place > mine && entry.kind === "mine");
    return next < 0 || mine < 0 ? this.entries.length : next;
  }

  private change(id: string, changed: (entry: Entry) => Entry): void {
    this.entries = this.entries.map((entry) => (entry.id === id ? changed(entry) : entry));
  }
}

let serials = 0;

function nextSerial(): number {
  serials += 1;
  return serials;
}

function theirs(id: string, answer: Answer, number: number | null): Theirs {
  return { kind: "theirs", id, answer, number, serial: nextSerial() };
}

function written(id: string, text: string, number: number | null): Mine {
  return { kind: "mine", id, text, number, trouble: null, isDone: false, isToPerson: false };
}

function isEarly(message: string, entry: Entry): boolean {
  return entry.id.startsWith(`early:${message}:`);
}

function isSame(one: Answer, other: Answer): boolean {
  return one.reply === other.reply && one.question === other.question && one.outcome === other.outcome;
}
