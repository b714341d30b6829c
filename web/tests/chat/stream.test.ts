import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { follow } from "../../src/chat/api";
import { Stream } from "../../src/chat/stream";

const KEY = { id: "a", token: "hemmelig" };

/** A server that gives the next prepared response to each call, and is silent after the last. */
class Server {
  readonly asked: (string | undefined)[] = [];
  private readonly lines: ReadableStreamDefaultController[] = [];
  private readonly responses: (() => Promise<Response>)[] = [];

  constructor() {
    vi.stubGlobal(
      "fetch",
      (_: string, { headers, signal }: { headers: Record<string, string>; signal: AbortSignal }) => {
        this.asked.push(headers["Last-Event-ID"]);
        const next = this.responses.shift();
        signal.addEventListener("abort", () => {
          for (const line of this.lines) line.error(new DOMException("", "AbortError"));
        });
        return next
          ? next()
          : new Promise((_resolve, reject) => {
              signal.addEventListener("abort", () => {
                reject(new DOMException("", "AbortError"));
              });
            });
      },
    );
  }

  says(text: string): this {
    this.responses.push(() =>
      Promise.resolve(new Response(text, { headers: { "Content-Type": "text/event-stream" } })),
    );
    return this;
  }

  fails(status: number): this {
    this.responses.push(() => Promise.resolve(new Response("{}", { status })));
    return this;
  }

  /** The line is open, and nothing comes. */
  isQuiet(): this {
    this.responses.push(() =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            start: (line) => {
              this.lines.push(line);
            },
          }),
        ),
      ),
    );
    return this;
  }

  isAway(): this {
    this.responses.push(() => Promise.reject(new TypeError("Failed to fetch")));
    return this;
  }
}

function listener(): { said: string[]; stream: Stream } {
  const said: string[] = [];
  const stream = new Stream((after, signal) => follow(KEY, after, signal), {
    said: (kind, number, data) => {
      said.push(`${number} ${kind} ${JSON.stringify(data)}`);
    },
    told: (kind, data) => {
      said.push(`told ${kind} ${JSON.stringify(data)}`);
    },
    caughtUp: () => {
      said.push("caught up");
    },
    connected: (is) => {
      said.push(is ? "open" : "broken");
    },
    gone: () => {
      said.push("gone");
    },
  });
  return { said, stream };
}

describe("the stream", () => {
  let server: Server;
  beforeEach(() => {
    vi.useFakeTimers();
    server = new Server();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("goes on after the last event that it has, and says none twice", async () => {
    server.says("id: 1\nevent: message\ndata: {}\n\nid: 2\nevent: answer\ndata: {}\n\n: now\n\n");
    server.says("id: 2\nevent: answer\ndata: {}\n\nid: 3\nevent: answer\ndata: {}\n\n");
    const { said, stream } = listener();
    stream.start();
    await vi.advanceTimersByTimeAsync(3_000);
    stream.stop();
    expect(server.asked).toEqual(["0", "2", "3"]);
    expect(said.filter((one) => /^\d/.test(one))).toEqual(["1 message {}", "2 answer {}", "3 answer {}"]);
    expect(said.slice(0, 5)).toEqual(["open", "1 message {}", "2 answer {}", "caught up", "broken"]);
  });

  test("tells how something stands, which has no number and is told again", async () => {
    server.says('event: handover\ndata: {"state":"waiting"}\n\nid: 1\nevent: status\ndata: {"kind":"asked"}\n\n');
    server.says('event: handover\ndata: {"state":"waiting"}\n\n: now\n\nevent: typing\ndata: {"half\n\n');
    const { said, stream } = listener();
    stream.start();
    await vi.advanceTimersByTimeAsync(2_000);
    stream.stop();
    expect(server.asked.slice(0, 2)).toEqual(["0", "1"]);
    expect(said.filter((one) => one.startsWith("told handover"))).toHaveLength(2);
    expect(said).toContain('1 status {"kind":"asked"}');
    expect(said.filter((one) => one.startsWith("told typing"))).toEqual([]);
  });

  test("is opened again when the server is away or in trouble", async () => {
    server.isAway().fails(503).fails(429).says("id: 1\nevent: answer\ndata: {}\n\n");
    const { said, stream } = listener();
    stream.start();
    await vi.advanceTimersByTimeAsync(10_000);
    stream.stop();
    expect(said).toContain("1 answer {}");
  });

  test.each([401, 404])("ends where the conversation is gone (%i)", async (status) => {
    server.fails(status);
    const { said, stream } = listener();
    stream.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual(["gone"]);
    expect(server.asked).toHaveLength(1);
  });

  test("takes an event that comes in pieces for one, and half a one for none", async () => {
    server.says(
      'id: 1\nevent: answer\ndata: {"half\n\nid: 2\nevent: answer\ndata: {"text": "hjå dykk"}\n\nid: 3\nevent: ans',
    );
    const { said, stream } = listener();
    stream.start();
    await vi.advanceTimersByTimeAsync(100);
    stream.stop();
    expect(said).toContain('2 answer {"text":"hjå dykk"}');
    expect(said.filter((one) => /^[13]/.test(one))).toEqual([]);
  });

  test("tells what has no number as it comes, and goes on after the last that has", async () => {
    server.says(
      'event: typing\ndata: {"typing":true}\n\nid: 4\nevent: answer\ndata: {}\n\nevent: case\ndata: {"ha\n\n',
    );
    const { said, stream } = listener();
    stream.start();
    await vi.advanceTimersByTimeAsync(3_000);
    stream.stop();
    expect(said.slice(0, 3)).toEqual(["open", 'told typing {"typing":true}', "4 answer {}"]);
    expect(server.asked).toEqual(["0", "4"]);
  });

  test("asks for nothing once it is stopped", async () => {
    const { stream } = listener();
    stream.start();
    stream.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.asked).toHaveLength(1);
  });

  test("takes a line that has gone quiet for dead", async () => {
    const { stream } = listener();
    server.isQuiet();
    stream.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.asked).toHaveLength(2);
    stream.stop();
  });
});
