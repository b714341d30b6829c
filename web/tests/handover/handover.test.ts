import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Failure } from "../../src/chat/api";
import { Handover } from "../../src/handover/handover";
import { sentView } from "./views";

const KEY = { id: "a", token: "hemmelig" };
const SUMMARY = { role: null, age: null, kommune: "oppdal", needs: [], services: [], words: null };

/** A server that answers each call with the next of what was prepared, and then with the last once more. */
class Server {
  readonly asked: string[] = [];
  private readonly answers: [number, object][] = [];

  constructor() {
    vi.stubGlobal("fetch", (address: string, { method = "GET", body }: { method?: string; body?: string }) => {
      this.asked.push([method, address.split("/").at(-1), body].filter(Boolean).join(" "));
      const [status, said] = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? [200, {}];
      return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(said), { status }));
    });
  }

  says(said: object, status = 200): this {
    this.answers.push([status, said]);
    return this;
  }
}

describe("a hand-over", () => {
  let server: Server;
  let handover: Handover;
  const changed = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers();
    server = new Server();
    handover = new Handover({ opened: () => Promise.resolve(KEY), key: () => KEY, changed });
  });
  afterEach(() => {
    handover.clear();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("stands as the stream tells it", () => {
    expect(handover.state).toBe("assistant");
    handover.told("handover", sentView("coordinator"));
    expect([handover.state, handover.isLive, handover.isOpen]).toEqual(["coordinator", true, true]);
    handover.told("handover", { half: true });
    expect(handover.state).toBe("coordinator");
  });

  test("is asked for, and stands as the answer has it", async () => {
    server.says(sentView("waiting", { place: 2 }));
    await handover.ask(SUMMARY, true);
    expect(server.asked).toEqual([`POST handover ${JSON.stringify({ summary: SUMMARY, share_talk: true })}`]);
    expect([handover.state, handover.view?.place]).toEqual(["waiting", 2]);
  });

  test("ends where the family says so", async () => {
    server.says(sentView("assistant"));
    await handover.stop();
    expect(server.asked).toEqual(["DELETE handover"]);
  });

  test("is asked how it stands where somebody else was first", async () => {
    server.says({ type: "/problem/gar-ikke-na" }, 409).says(sentView("closed"));
    await expect(handover.consent(7, true)).rejects.toBeInstanceOf(Failure);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.asked).toEqual(['POST consent {"proposal":7,"consent":true}', "GET handover"]);
    expect(handover.state).toBe("closed");
  });

  test("is asked about now and then while the line is down", async () => {
    server.says(sentView("coordinator"));
    handover.told("handover", sentView("waiting"));
    handover.connected(false);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(server.asked).toEqual(["GET handover"]);
    expect(handover.state).toBe("coordinator");
    handover.connected(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked).toHaveLength(1);
  });

  test("is not asked about where nobody waits", async () => {
    handover.connected(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.asked).toEqual([]);
  });

  test("shows the coordinator's typing until it ends, or is lost", () => {
    handover.told("typing", { typing: true });
    expect(handover.isAnswering).toBe(true);
    handover.answered();
    expect(handover.isAnswering).toBe(false);
    handover.told("typing", { typing: true });
    vi.advanceTimersByTime(13_000);
    expect(handover.isAnswering).toBe(false);
  });

  test("tells of one's own typing only while a person reads", async () => {
    server.says({}, 204);
    handover.typed("Hei");
    expect(server.asked).toEqual([]);
    handover.told("handover", sentView("coordinator"));
    handover.typed("Hei");
    handover.told("handover", sentView("assistant"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.asked).toEqual(['POST typing {"typing":true}', 'POST typing {"typing":false}']);
  });

  test("is forgotten with the conversation", () => {
    handover.told("handover", sentView("waiting"));
    handover.clear();
    expect([handover.state, handover.view]).toEqual(["assistant", null]);
  });
});
