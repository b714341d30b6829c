/** What is said in a conversation as it is said: server-sent events that go on where they broke off. */

import { createParser, type EventSourceMessage } from "eventsource-parser";

import { Failure } from "./api";
import { Backoff } from "./backoff";

/** The server sends a comment every 15 seconds; a line that is quiet for longer than this is dead. */
const QUIET = 40_000;

/** Opens a line with what comes after the event with this number. */
export type Open = (after: number, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

export interface StreamEvents {
  /** An event of the conversation; `number` is its place in it. */
  said(kind: string, number: number, data: unknown): void;
  /** An event that has no place in the conversation: how something stands now. */
  told?(kind: string, data: unknown): void;
  /** Everything that was said before the page was opened has come. */
  caughtUp(): void;
  /** The line is open, or broken and being mended. */
  connected(is: boolean): void;
  /** There is no such conversation any more. */
  gone(): void;
}

export class Stream {
  private stopping: AbortController | null = null;
  private readonly backoff = new Backoff();

  constructor(
    private readonly open: Open,
    private readonly on: StreamEvents,
    /** The number of the last event that is known. */
    private last = 0,
  ) {}

  /** Opens the line, and opens it anew whenever it breaks, until it is stopped. */
  start(): void {
    if (this.stopping !== null) return;
    this.stopping = new AbortController();
    void this.keepOpen(this.stopping.signal);
  }

  /** Closes the line; `start` goes on from the last event. */
  stop(): void {
    this.stopping?.abort();
    this.stopping = null;
  }

  /** Does not wait any longer before it tries again. */
  hurry(): void {
    this.backoff.hurry();
  }

  private async keepOpen(stopped: AbortSignal): Promise<void> {
    while (!isOver(stopped)) {
      try {
        await this.listen(stopped);
      } catch (error) {
        if (error instanceof Failure && error.isGone) {
          this.stop();
          this.on.gone();
          return;
        }
      }
      if (isOver(stopped)) return;
      this.on.connected(false);
      await this.backoff.wait();
    }
  }

  private async listen(stopped: AbortSignal): Promise<void> {
    const watch = new Watch(stopped);
    try {
      watch.again();
      const body = await this.open(this.last, watch.signal);
      this.backoff.reset();
      this.on.connected(true);
      const parser = createParser({
        onEvent: (event) => {
          this.take(event);
        },
        onComment: () => {
          this.on.caughtUp();
        },
      });
      const text = new TextDecoder();
      const reader = body.getReader();
      for (;;) {
        watch.again();
        const { done, value } = await reader.read();
        if (done) return;
        parser.feed(text.decode(value, { stream: true }));
      }
    } finally {
      watch.end();
    }
  }

  private take({ id, event, data }: EventSourceMessage): void {
    const kind = event ?? "message";
    const number = Number(id);
    try {
      if (!id) this.on.told?.(kind, JSON.parse(data));
      else if (Number.isInteger(number) && number > this.last) {
        this.last = number;
        this.on.said(kind, number, JSON.parse(data));
      }
    } catch {
      // Half an event: it is lost to this page, and whole in the store.
    }
  }
}

/** A look of its own: what was awaited since the last one may have changed it. */
function isOver(stopped: AbortSignal): boolean {
  return stopped.aborted;
}

/** Breaks off what waits for a line that has gone quiet. */
class Watch {
  private readonly controller = new AbortController();
  private timer = 0;
  private readonly stop = (): void => {
    this.controller.abort();
  };

  constructor(private readonly outer: AbortSignal) {
    outer.addEventListener("abort", this.stop);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  again(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(this.stop, QUIET);
  }

  end(): void {
    window.clearTimeout(this.timer);
    this.outer.removeEventListener("abort", this.stop);
    this.controller.abort();
  }
}
