/** One conversation from its first word to its end: what is shown, sent, followed and kept. */

import type { Answer } from "../answer/types";
import { Handover } from "../handover/handover";
import { isLanguage, type Language } from "../texts";
import * as api from "./api";
import type { Key, NewMessage, Trouble, Written } from "./api";
import { newId } from "./id";
import type { Keeping, Kept } from "./keeping";
import { Outbox } from "./outbox";
import type { Role, Setup } from "./setup";
import { Stream } from "./stream";
import { Talk } from "./talk";

/** A tab that nobody sees needs no line of its own; browsers have few to one server. */
const UNSEEN = 60_000;

/** By then what has come is drawn. */
const DRAWN = 100;

/** What the page is told. */
export interface ConversationEvents {
  /** Something to be drawn. */
  changed(): void;
  /** An answer has come, or something from a coordinator. */
  answered(): void;
  /** An answer to what was written here leads to a person. */
  ledToPerson(): void;
  /** Something was written or answered, here or in another tab. */
  said(): void;
  /** The server has answered, but nothing that can be drawn. */
  unreadable(): void;
  /** A message could not be used; its words go back to the person, and what it was to replace stays. */
  refused(text: string, trouble: Trouble, replaces: string | undefined): void;
  /** Another tab, or the words «glem meg», have ended it. */
  forgotten(): void;
}

export class Conversation {
  readonly talk = new Talk();
  role: Role = "ukjent";
  language: Language;
  /** Whether what was said before the page was opened has been read. */
  isCaughtUp = true;
  /** Whether the line for what comes later is open, as far as it is needed. */
  isConnected = true;
  /** Resolved once it is known what was kept: until then nothing is started, and nothing kept over it. */
  private readonly found: Promise<void>;
  private nowFound: () => void = () => undefined;
  private isFound = false;
  /** Raised when everything is forgotten: what was begun before belongs to nobody. */
  private era = 0;
  private key: Key | null = null;
  private stream: Stream | null = null;
  private starting: Promise<Key> | null = null;
  private unseen = 0;
  private readonly outbox: Outbox;
  /** The way to a person. */
  readonly handover = new Handover({
    opened: () => this.opened(),
    key: () => this.key,
    changed: () => {
      this.on.changed();
    },
  });

  constructor(
    private readonly setup: Setup,
    private readonly keeping: Keeping,
    private readonly on: ConversationEvents,
  ) {
    this.language = setup.language;
    this.found = new Promise((resolve) => {
      this.nowFound = resolve;
    });
    this.outbox = new Outbox({
      send: async (message) => this.sent(message),
      changed: () => {
        this.keep();
      },
      arrived: (message, written) => {
        this.arrived(message, written);
      },
      delayed: (message, trouble) => {
        this.troubled(message, trouble);
      },
      withdrawn: ({ id }) => {
        this.talk.unwrite(id);
        this.on.changed();
      },
      refused: (message, trouble) => {
        this.refused(message, trouble);
      },
      homeless: (message, trouble) => {
        this.troubled(message, trouble);
        this.leaveKey();
      },
    });
    keeping.onFound = (kept) => {
      this.resume({ ...kept, unsent: [] });
    };
    keeping.onForgotten = () => {
      this.end();
    };
    window.addEventListener("online", () => {
      this.hurry();
    });
    document.addEventListener("visibilitychange", () => {
      this.looked(document.visibilityState === "visible");
    });
  }

  /** Whether anything was said. */
  get isBegun(): boolean {
    return this.talk.entries.length > 0 || this.key !== null;
  }

  /** Goes on with what was kept. */
  resume(kept: Kept): void {
    this.key = kept.key;
    if (this.key !== null) {
      this.role = kept.role; // Before a conversation there is only what the person has just chosen.
      this.isCaughtUp = false;
      this.follow(this.key);
    }
    for (const message of kept.unsent) this.talk.wrote(message);
    this.isFound = true;
    this.nowFound();
    if (kept.unsent.length > 0) this.outbox.add(...kept.unsent);
    else this.keep();
    this.on.changed();
  }

  /** Says who is asking, which counts from the next conversation on. */
  beRole(role: Role): void {
    this.role = role;
    this.on.changed();
  }

  /** Writes words; in place of the last message where `replaces` names it. */
  write(text: string, replaces?: string): void {
    const message: NewMessage = { id: newId(), text, ...(replaces === undefined ? {} : { replaces }) };
    this.talk.wrote(message, this.handover.isLive);
    this.handover.typed("");
    this.outbox.add(message);
    this.on.changed();
    this.on.said();
  }

  /** Lets the last message be learnt from; its text as it was kept. Throws a `Failure` where there is none. */
  async learn(): Promise<string> {
    if (this.key === null) throw new api.Failure(404);
    return api.learn(this.key);
  }

  /** Tries everything that waits at once. */
  hurry(): void {
    this.outbox.hurry();
    this.stream?.hurry();
  }

  /** Leaves a conversation that has ended: what is written next starts a new one. */
  startOver(): void {
    this.outbox.clear();
    this.leaveKey();
    this.talk.clear();
    this.isCaughtUp = true;
    this.on.changed();
  }

  /** Deletes the conversation everywhere; throws a `Failure` where the server was not reached, and all is as before. */
  async forget(): Promise<void> {
    if (this.key !== null) {
      const gone = deleted(this.key);
      this.outbox.hold(gone);
      await gone;
    }
    this.end();
  }

  /** Deletes it while the page is left: nothing of it stays here, and nobody waits for how that went. */
  abandon(): void {
    const key = this.key;
    this.keeping.close();
    this.end();
    if (key !== null) deleted(key).catch(() => undefined);
  }

  private async opened(): Promise<Key> {
    const era = this.era;
    await this.found;
    if (this.key !== null) return this.key;
    this.starting ??= api.start(this.setup.kommune, this.role, this.language);
    let key: Key;
    try {
      key = await this.starting;
    } finally {
      this.starting = null;
    }
    if (era !== this.era) {
      // Forgotten while it was started: nothing is written in it, and it goes.
      deleted(key).catch(() => undefined);
      throw new api.Failure("unknown");
    }
    this.key = key;
    this.keep();
    this.follow(key);
    return key;
  }

  private follow(key: Key): void {
    this.stream?.stop();
    this.stream = new Stream((after, signal) => api.follow(key, after, signal), {
      said: (kind, number, data) => {
        this.heard(kind, number, data);
      },
      told: (kind, data) => {
        this.handover.told(kind, data);
      },
      caughtUp: () => {
        // Once it has been drawn: what comes in the same moment is no news either.
        window.setTimeout(() => {
          this.caughtUp();
        }, DRAWN);
      },
      connected: (is) => {
        this.connected(is);
      },
      gone: () => {
        this.lost();
      },
    });
    this.stream.start();
  }

  private heard(kind: string, number: number, data: unknown): void {
    const isNew = this.talk.heard(kind, number, data);
    if (!isNew) {
      this.on.changed(); // What is known already may have got its number, and can be edited from now on.
      return;
    }
    if (kind === "answer") this.heardAnswer(data as Answer);
    if (kind === "coordinator" || kind === "status") this.heardPerson(kind);
    this.on.changed();
    this.on.said();
  }

  private heardPerson(kind: string): void {
    if (kind === "coordinator") this.handover.answered();
    if (this.isCaughtUp) this.on.answered();
  }

  private heardAnswer(answer: Answer): void {
    if (this.isCaughtUp) this.on.answered();
    if (isLanguage(answer.language)) this.language = answer.language;
  }

  private caughtUp(): void {
    if (this.isCaughtUp) return;
    this.isCaughtUp = true;
    this.on.changed();
  }

  private connected(is: boolean): void {
    if (!is) this.caughtUp(); // What was said before will come late, and is to be heard then.
    if (this.isConnected === is) return;
    this.isConnected = is;
    this.handover.connected(is);
    if (is) this.outbox.hurry();
    this.on.changed();
  }

  /** Sends a message; a `Failure` too where it could not be stored, though there may be something to show. */
  private async sent(message: NewMessage): Promise<Written> {
    const written = await api.write(await this.opened(), message);
    if (written.isStored) return written;
    if (this.talk.saidEarly(message.id, written.answers)) this.on.said();
    throw new api.Failure(500);
  }

  private arrived(message: NewMessage, { answers, state }: Written): void {
    this.stream?.hurry(); // The server is there: a line that was lost needs to wait no longer.
    this.talk.troubled(message.id, null);
    this.caughtUp();
    const isForgotten = answers.some((answer) => answer.forgotten === true);
    if (isForgotten) this.end();
    const before = this.talk.entries.length;
    this.talk.answered(message.id, answers);
    const isNew = this.talk.entries.length > before;
    if (state === "coordinator") this.talk.isRead(message.id);
    else if (answers.length === 0) this.on.unreadable();
    if (state !== null && (state !== this.handover.state || this.handover.asksHelped)) this.handover.refresh();
    for (const answer of isNew ? answers : []) this.heardAnswer(answer);
    this.on.changed();
    if (isNew) this.on.said();
    if (answers.some((answer) => answer.outcome === "handover")) this.on.ledToPerson();
  }

  private troubled(message: NewMessage, trouble: Trouble): void {
    this.talk.troubled(message.id, trouble);
    this.on.changed();
  }

  private refused(message: NewMessage, trouble: Trouble): void {
    if (trouble === 409) this.handover.refresh();
    const text = this.talk.unwrite(message.id);
    this.on.refused(text, trouble, message.replaces);
    this.on.changed();
  }

  /** The conversation that was kept is gone: what is written next starts a new one. */
  private lost(): void {
    this.leaveKey();
    this.caughtUp();
    this.on.changed();
  }

  private leaveKey(): void {
    this.stream?.stop();
    this.stream = null;
    this.key = null;
    this.isConnected = true;
    this.handover.clear();
    this.talk.detach();
    this.keep();
  }

  private end(): void {
    this.era += 1;
    this.outbox.clear();
    this.keeping.clear(); // First, while it knows which conversation the other tabs are to forget.
    this.leaveKey();
    this.talk.clear();
    this.isCaughtUp = true;
    this.on.forgotten();
    this.on.changed();
  }

  private keep(): void {
    if (this.isFound) this.keeping.save({ key: this.key, role: this.role, unsent: [...this.outbox.unsent] });
  }

  private looked(visible: boolean): void {
    window.clearTimeout(this.unseen);
    if (visible) this.stream?.start();
    else
      this.unseen = window.setTimeout(() => {
        this.unseenFor();
      }, UNSEEN);
  }

  /** Whoever waits for a person may look at something else meanwhile, and is still to be told. */
  private unseenFor(): void {
    if (!this.handover.isOpen) this.stream?.stop();
  }
}

/** Deletes a conversation; one that is gone already is deleted. */
async function deleted(key: Key): Promise<void> {
  try {
    await api.forget(key);
  } catch (error) {
    if (!(error instanceof api.Failure && error.isGone)) throw error;
  }
}
