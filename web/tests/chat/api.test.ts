import { afterEach, describe, expect, test, vi } from "vitest";

import { Failure, start, write, type Trouble } from "../../src/chat/api";
import { answer } from "./answers";

const KEY = { id: "a", token: "hemmelig" };
const MESSAGE = { id: "0123456789abcdef", text: "Hei" };

function serverSays(body: string, status = 200, headers: Record<string, string> = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status, headers })));
}

async function failure(): Promise<Failure> {
  const caught: unknown = await write(KEY, MESSAGE).catch((error: unknown) => error);
  if (!(caught instanceof Failure)) throw new Error("it did not fail");
  return caught;
}

describe("the API", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test.each<[number, Trouble]>([
    [400, 400],
    [401, 401],
    [404, 404],
    [408, "timeout"],
    [413, 413],
    [415, 400],
    [418, "unknown"],
    [422, 400],
    [429, 429],
    [500, 500],
    [502, 500],
    [503, 500],
  ])("calls %i %s", async (status, trouble) => {
    serverSays("{}", status);
    expect((await failure()).trouble).toBe(trouble);
  });

  test("waits as long as it is told", async () => {
    serverSays("{}", 429, { "Retry-After": "60" });
    expect((await failure()).wait).toBe(60_000);
    serverSays("{}", 429, { "Retry-After": "Wed, 26 Nov 2026 12:00:00 GMT" });
    expect((await failure()).wait).toBe(0);
  });

  test("does not take half an answer for one", async () => {
    serverSays('{"answers": [{"rep');
    expect((await failure()).trouble).toBe("unknown");
    serverSays("[]");
    expect((await failure()).trouble).toBe("unknown");
  });

  test("leaves out what is no answer", async () => {
    serverSays(JSON.stringify({ answers: [answer("Hei!"), null, { outcome: "answered" }] }));
    expect((await write(KEY, MESSAGE)).answers.map((one) => one.reply)).toEqual(["Hei!"]);
  });

  test("tells that only help lines could be given, and that the message is not stored", async () => {
    serverSays(JSON.stringify({ answers: [answer("Ring 112.")], stored: false }));
    expect((await write(KEY, MESSAGE)).isStored).toBe(false);
  });

  test("tells who reads, and an end from any other conflict", async () => {
    serverSays(JSON.stringify({ answers: [], state: "coordinator" }));
    expect(await write(KEY, MESSAGE)).toEqual({ answers: [], state: "coordinator", isStored: true });
    serverSays(JSON.stringify({ answers: [] }));
    expect((await write(KEY, MESSAGE)).state).toBeNull();
    serverSays('{"type": "/problem/avsluttet"}', 409);
    expect((await failure()).isOver).toBe(true);
    serverSays('{"type": "/problem/erstattet"}', 409);
    expect((await failure()).isOver).toBe(false);
    serverSays("half", 409);
    expect((await failure()).isOver).toBe(false);
  });

  test("tells a line that is down from a server that is slow", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    expect((await failure()).trouble).toBe("offline");
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("late", "TimeoutError")));
    expect((await failure()).trouble).toBe("timeout");
  });

  test("takes no conversation without a key", async () => {
    serverSays('{"id": "a"}', 201);
    await expect(start("oppdal", "forelder", "nb")).rejects.toBeInstanceOf(Failure);
  });
});
