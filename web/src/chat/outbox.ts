/** Messages on their way: one after the other, each kept until the server has it. */

import { Failure, type NewMessage, type Trouble, type Written } from "./api";
import { Backoff } from "./backoff";

/** `M` is a message, `A` what comes back for it. */
export interface OutboxEvents<M extends { id: string } = NewMessage, A = Written> {
  /** Sends a message; throws a `Failure` where it did not arrive. */
  send(message: M): Promise<A>;
  /** What waits has changed: it is to be kept. */
  changed(): void;
  /** The server has it, and this came back. */
  arrived(message: M, back: A): void;
  /** It waits because of this, and is tried again by itself. */
  delayed(message: M, trouble: Trouble): void;
  /** Another message was put in its place, in another tab. */
  withdrawn(message: M, failure: Failure): void;
  /** The server cannot use it as it is. */
  refused(message: M, trouble: Trouble, failure: Failure): void;
  /** Its conversation is gone: the next try starts a new one. */
  homeless(message: M, trouble: Trouble): void;
}

/** A conversation that is gone twice in a row is something else. */
const HOMELESS = 2;

export class Outbox<M extends { id: string } = NewMessage, A = Written> {
  private waiting: M[] = [];
  private running = false;
  private held: Promise<unknown> = Promise.resolve();
  private homeless = 0;
  private delay: Trouble | null = null;
  private readonly backoff = new Backoff();

  constructor(private readonly on: OutboxEvents<M, A>) {}

  /** What waits, the first to be sent first. */
  get unsent(): readonly M[] {
    return this.waiting;
  }

  /** Why all that waits does so, where the first of it has been tried; else null. */
  get trouble(): Trouble | null {
    return this.delay;
  }

  /** Takes messages that are to be sent. */
  add(...messages: readonly M[]): void {
    this.waiting = [...this.waiting, ...messages];
    this.on.changed();
    void this.run();
  }

  /** Tries at once: the network is back, or somebody asks. */
  hurry(): void {
    this.backoff.hurry();
  }

  /** Sends nothing until this has ended, however it ends. */
  hold(until: Promise<unknown>): void {
    this.held = until.catch(() => undefined);
  }

  /** Sends nothing more of it. */
  clear(): void {
    this.waiting = [];
    this.delay = null;
    this.on.changed();
    this.backoff.hurry();
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      await this.held;
      if (this.waiting[0] === first) await this.attempt(first);
    }
    this.running = false;
  }

  private async attempt(message: M): Promise<void> {
    try {
      const written = await this.on.send(message);
      this.homeless = 0;
      this.backoff.reset();
      if (this.drop(message)) this.on.arrived(message, written);
    } catch (error) {
      await this.failed(message, error instanceof Failure ? error : new Failure("unknown"));
    }
  }

  private async failed(message: M, failure: Failure): Promise<void> {
    if (!this.waiting.includes(message)) return; // Forgotten meanwhile: its words do not come back.
    if (failure.isGone && ++this.homeless < HOMELESS) {
      this.on.homeless(message, failure.trouble);
    } else if (failure.isPassing) {
      this.delay = failure.trouble;
      this.on.delayed(message, failure.trouble);
      await this.backoff.wait(failure.wait);
    } else {
      this.homeless = 0;
      this.drop(message);
      if (failure.trouble === 409 && !failure.isOver) this.on.withdrawn(message, failure);
      else this.on.refused(message, failure.trouble, failure);
    }
  }

  /** Takes a message out; whether it was still in. */
  private drop(message: M): boolean {
    if (!this.waiting.includes(message)) return false;
    this.waiting = this.waiting.filter((one) => one !== message);
    this.delay = null;
    this.on.changed();
    return true;
  }
}
