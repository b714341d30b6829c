/** A conversation's way to a person: how it stands, and what the family can do about it. */

import { call, path, type Key } from "../chat/api";
import { Failure } from "../chat/api";
import { fields } from "../answer/reading";
import { viewOf, type Contact, type HandoverView, type Helped, type State, type Summary } from "./shapes";
import { Typing } from "../chat/typing";

/** A coordinator who says no more that they are writing has stopped, though the end of it was lost. */
const STOPPED = 12_000;
/** While the line is down it is asked so often how it stands. */
const ASK_AGAIN = 15_000;

export interface HandoverEvents {
  /** The key to the conversation; starts one where there is none. Throws a `Failure`. */
  opened(): Promise<Key>;
  /** The key, where there is a conversation. */
  key(): Key | null;
  changed(): void;
}

export class Handover {
  view: HandoverView | null = null;
  /** Whether the coordinator is writing. */
  isAnswering = false;
  private stopped = 0;
  private asking = 0;
  private readonly typing = new Typing((typing) => {
    this.tellTyping(typing);
  });

  constructor(private readonly on: HandoverEvents) {}

  get state(): State {
    return this.view?.state ?? "assistant";
  }

  /** Whether a person reads what is written, and not the assistant. */
  get isLive(): boolean {
    return this.state === "coordinator";
  }

  /** Whether something was asked for that has not ended, as far as is known. */
  get isUnderWay(): boolean {
    return this.view === null || this.isOpen || this.state === "callback";
  }

  /** Whether somebody is waited for, or here. */
  get isOpen(): boolean {
    return this.isLive || this.state === "waiting";
  }

  /** Whether it is asked if it helped, though one can write on: whoever does is soon not asked any more. */
  get asksHelped(): boolean {
    return this.state === "assistant" && this.view?.followUp != null;
  }

  /** An event of the stream that has no number. */
  told(kind: string, data: unknown): void {
    if (kind === "handover") this.take(data);
    else if (kind === "typing") this.answering(fields(data).typing === true);
  }

  /** Something came from the coordinator: what they were writing is here. */
  answered(): void {
    this.answering(false);
  }

  /** How it stands now. Throws a `Failure`. */
  async load(): Promise<void> {
    const key = await this.on.opened();
    this.take(await call(`${path(key)}/handover`, {}, key));
  }

  /** How it stands now, where that can be had. */
  refresh(): void {
    if (this.on.key() === null) return;
    this.load().catch(() => undefined);
  }

  /** The line is open or down; while it is down, it is asked. */
  connected(is: boolean): void {
    window.clearInterval(this.asking);
    if (!is && this.isOpen) {
      this.asking = window.setInterval(() => {
        this.refresh();
      }, ASK_AGAIN);
    }
  }

  /** Asks for a person. Throws a `Failure`. */
  async ask(summary: Summary, sharesTalk: boolean): Promise<void> {
    await this.send("POST", "handover", { summary, share_talk: sharesTalk });
  }

  /** Asks to be called or written to. Throws a `Failure`. */
  async callBack(summary: Summary, sharesTalk: boolean, contact: Contact, when: string | null): Promise<void> {
    await this.send("POST", "callback", { summary, share_talk: sharesTalk, contact, when });
  }

  /** Waits no longer, or goes back to the assistant. Throws a `Failure`. */
  async stop(): Promise<void> {
    await this.send("DELETE", "handover");
  }

  /** Says yes or no to something being passed on. Throws a `Failure`. */
  async consent(proposal: number, consent: boolean): Promise<void> {
    await this.send("POST", "consent", { proposal, consent });
  }

  /** Says whether it helped. Throws a `Failure`. */
  async say(helped: Helped): Promise<void> {
    await this.send("POST", "helped", { helped });
  }

  /** What stands in the field; only that somebody writes is told, and only while a person reads. */
  typed(text: string): void {
    if (this.isLive) this.typing.typed(text);
  }

  /** There is no conversation any more. */
  clear(): void {
    this.view = null;
    this.isAnswering = false;
    this.typing.stop();
    window.clearInterval(this.asking);
    window.clearTimeout(this.stopped);
  }

  private async send(method: string, what: string, body?: object): Promise<void> {
    const key = await this.on.opened();
    const options = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    try {
      this.take(await call(`${path(key)}/${what}`, options, key));
    } catch (error) {
      // Somebody else was first: how it stands now is to be seen.
      if (error instanceof Failure && error.trouble === 409) this.refresh();
      throw error;
    }
  }

  private take(data: unknown): void {
    const view = viewOf(data);
    if (view === null) return;
    this.view = view;
    if (!this.isLive) {
      this.isAnswering = false;
      this.typing.stop();
    }
    this.on.changed();
  }

  private answering(is: boolean): void {
    window.clearTimeout(this.stopped);
    if (is) {
      this.stopped = window.setTimeout(() => {
        this.answering(false);
      }, STOPPED);
    }
    if (this.isAnswering === is) return;
    this.isAnswering = is;
    this.on.changed();
  }

  private tellTyping(typing: boolean): void {
    const key = this.on.key();
    if (key === null) return;
    const options = { method: "POST", body: JSON.stringify({ typing }) };
    call(`${path(key)}/typing`, options, key).catch(() => undefined);
  }
}
