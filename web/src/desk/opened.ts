/** The case that is open: what is known of it, what is said in it, and the line that brings more. */

import type { Answer } from "../answer/types";
import { Backoff } from "../chat/backoff";
import { Stream } from "../chat/stream";
import * as api from "./api";
import { Refusal } from "./api";
import { Loaded } from "./loaded";
import type { Act, CaseWhole, Entry, Reply } from "./types";

/** So long somebody is believed to be writing who is not heard from again. */
const WRITES = 10_000;

export const TABS = ["talk", "notes", "history", "help"] as const;
export type Tab = (typeof TABS)[number];

export interface OpenedEvents {
  changed(): void;
  /** The session is gone. */
  lost(): void;
}

export class Opened {
  whole: CaseWhole | null = null;
  entries: readonly Entry[] = [];
  /** Why the case cannot be shown, or what was last asked of it not be done. */
  trouble: unknown = null;
  isConnected = true;
  isWriting = false;
  isBusy = false;
  tab: Tab = "talk";
  /** Whether the summary stands open; until somebody has chosen, it does while the case is nobody's of ours. */
  showsSummary: boolean | null = null;
  readonly found: Loaded<Answer>;
  readonly replies: Loaded<Reply[]>;
  /** What the family's own summary leads to; nothing where it tells of nothing. */
  readonly suggested: Loaded<Answer | null>;
  /** What is searched for, and what is written along with a card. */
  words = "";
  line: string | null = null;
  private stream: Stream | null = null;
  private isStopped = false;
  private writes = 0;
  private readonly backoff = new Backoff();

  constructor(
    readonly id: number,
    private readonly on: OpenedEvents,
  ) {
    const changed = (): void => {
      on.changed();
    };
    this.found = new Loaded<Answer>(changed);
    this.replies = new Loaded<Reply[]>(changed);
    this.suggested = new Loaded<Answer | null>(changed);
  }

  /** The number of what was said last. */
  get last(): number {
    return this.entries.at(-1)?.number ?? 0;
  }

  may(act: Act): boolean {
    return this.whole?.may.includes(act) === true;
  }

  /** Fetches the case, and follows it from there. */
  async start(): Promise<void> {
    this.isStopped = false;
    if (!(await this.load()) || this.isOver()) return;
    let isFirst = true;
    this.stream = new Stream(
      api.followCase(this.id),
      {
        said: (_, __, data) => {
          this.took(data as Entry);
        },
        told: (kind, data) => {
          this.told(kind, data);
        },
        caughtUp: () => undefined,
        connected: (is) => {
          this.isConnected = is;
          if (is && !isFirst) void this.load(); // It may have changed while nobody listened.
          isFirst = false;
          this.on.changed();
        },
        gone: () => {
          void this.load(); // Which says why.
        },
      },
      this.last,
    );
    this.stream.start();
  }

  stop(): void {
    this.isStopped = true;
    this.stream?.stop();
    this.stream = null;
    this.backoff.hurry();
    window.clearTimeout(this.writes);
  }

  hurry(): void {
    this.backoff.hurry();
    this.stream?.hurry();
  }

  /** Does something with the case; whether it was done. */
  async act(what: string, body: object): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.trouble = null;
    this.on.changed();
    try {
      this.take(await api.act(this.id, what, body));
      return true;
    } catch (error) {
      this.trouble = error;
      if (error instanceof Refusal && error.isGone) this.on.lost();
      // Somebody else was quicker: how it stands now is to be seen beside the reason.
      if (error instanceof Refusal && error.status === 409) void this.reload(error);
      return false;
    } finally {
      this.isBusy = false;
      this.on.changed();
    }
  }

  /** An entry that the server has. */
  took(entry: Entry): void {
    this.merge([entry]);
    if (entry.kind === "message") this.isWriting = false;
    this.on.changed();
  }

  private take(whole: CaseWhole): void {
    this.whole = whole;
    this.merge(whole.entries);
    this.on.changed();
  }

  private merge(entries: readonly Entry[]): void {
    const all = new Map([...this.entries, ...entries].map((one) => [one.number, one]));
    this.entries = [...all.values()].sort((one, other) => one.number - other.number);
  }

  private told(kind: string, data: unknown): void {
    if (kind === "case") this.take(data as CaseWhole);
    if (kind !== "typing") return;
    window.clearTimeout(this.writes);
    this.isWriting = (data as { typing?: unknown }).typing === true;
    this.writes = window.setTimeout(() => {
      this.isWriting = false;
      this.on.changed();
    }, WRITES);
    this.on.changed();
  }

  /** Fetches the case, over and over while that may go better; whether it did. */
  private async load(): Promise<boolean> {
    while (!this.isOver()) {
      try {
        this.take(await api.whole(this.id));
        this.trouble = null;
        this.backoff.reset();
        this.on.changed();
        return true;
      } catch (error) {
        this.trouble = error;
        this.on.changed();
        if (error instanceof Refusal && error.isGone) this.on.lost();
        if (!(error instanceof Refusal) || !error.isPassing) return false;
        await this.backoff.wait(error.wait);
      }
    }
    return false;
  }

  private async reload(reason: Refusal): Promise<void> {
    await this.load();
    this.trouble ??= reason;
    this.on.changed();
  }

  private isOver(): boolean {
    return this.isStopped;
  }
}
