/** The conversation as the page shows it: what was written, what was answered, in the server's order. */

import { isAnswer, type Answer } from "../answer/types";
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

export type Entry = Mine | Theirs;

/** What the server says of a person's message. */
interface Told {
  id?: string | null;
  text?: string;
  replaces?: number | null;
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
    return entry === this.entries.at(-1);
  }

  /** Whether a message can still be put in the place of this one. */
  static isEditable(entry: Mine): boolean {
    return entry.number !== null && entry.number !== PAST;
  }

  /** Whether a message waits for its answer. */
  get isWaiting(): boolean {
    const mine = this.lastMine;
    if (mine === undefined || mine.isDone) return false;
    return !this.entries.slice(this.entries.indexOf(mine)).some((entry) => entry.kind === "theirs");
  }

  /** Writes a message down at once, before the server has it. */
  wrote({ id, text, replaces }: NewMessage): void {
    if (this.entries.some((entry) => entry.id === id)) return;
    if (replaces !== undefined) this.withdrawn.set(id, this.withdraw(replaces));
    this.entries = [...this.entries, { kind: "mine", id, text, number: null, trouble: null, isDone: false }];
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

  /** The answers that came back for a message; those that the stream has brought already are not shown twice. */
  answered(to: string, answers: readonly Answer[]): void {
    this.withdrawn.delete(to);
    this.change(to, (entry) => (entry.kind === "mine" ? { ...entry, isDone: true } : entry));
    const mine = this.entries.findIndex((entry) => entry.id === to);
    const here = this.entries.slice(mine + 1).filter((entry) => entry.kind === "theirs");
    const news = answers.filter((answer) => !here.some((entry) => isSame(entry.answer, answer)));
    const added = news.map((answer, place) => theirs(`${to}:${place}`, answer, null));
    const at = this.endOf(mine);
    this.entries = [...this.entries.slice(0, at), ...added, ...this.entries.slice(at)];
  }

  /** An event of the stream. Whether it brought something new to see. */
  heard(kind: string, number: number, data: unknown): boolean {
    if (this.entries.some((entry) => entry.number === number)) return false;
    if (kind === "message") return this.heardMessage(number, data as Told);
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
      this.entries = this.entries.filter((one) => one.number === null || one.number < from || one.number > number);
    }
    const id = told.id ?? `number:${number}`;
    const text = told.text ?? "";
    if (this.entries.some((entry) => entry.id === id)) {
      this.change(id, (entry) => (entry.kind === "mine" ? { ...entry, text, number, trouble: null } : entry));
      return false;
    }
    this.place({ kind: "mine", id, text, number, trouble: null, isDone: false });
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

function theirs(id: string, answer: Answer, number: number | null): Theirs {
  serials += 1;
  return { kind: "theirs", id, answer, number, serial: serials };
}

function isSame(one: Answer, other: Answer): boolean {
  return one.reply === other.reply && one.question === other.question && one.outcome === other.outcome;
}
