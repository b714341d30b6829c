import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Refusal } from "../../src/desk/api";
import { Papers } from "../../src/desk/papers";
import { missing, Post } from "../../src/desk/post";
import type { DeskMessage, Entry } from "../../src/desk/types";
import { entryOf } from "./cases";
import { problem, Server } from "./server";

const ADDRESS = "POST /api/vakt/cases/11/messages";

class Sender {
  readonly arrived: Entry[] = [];
  readonly refused: [string, string | null][] = [];
  signIn: () => void = () => undefined;
  readonly papers = new Papers();
  readonly post = new Post(this.papers, {
    changed: () => undefined,
    arrived: (_, entry) => {
      this.arrived.push(entry);
    },
    refused: (_, message, failure) => {
      this.refused.push([message.text, failure instanceof Refusal ? failure.detail : null]);
    },
    signedIn: () =>
      new Promise<void>((resolve) => {
        this.signIn = resolve;
      }),
  });
}

describe("the post", () => {
  let server: Server;
  let sender: Sender;
  beforeEach(() => {
    sessionStorage.clear();
    vi.useFakeTimers();
    server = new Server();
    sender = new Sender();
    sender.papers.belongTo(1);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const ids = (): string[] => server.sent(ADDRESS).map((body) => (body as DeskMessage).id);

  test("tries again with the same id until the server has it, and keeps the order", async () => {
    sender.post.send(11, "Hei", null, 0);
    sender.post.send(11, "Er du der?", null, 0);
    await vi.advanceTimersByTimeAsync(0);
    server.on(ADDRESS, 503);
    await vi.advanceTimersByTimeAsync(2_000);
    server.with(ADDRESS, ({ body }) => [200, entryOf(4, "coordinator", (body as DeskMessage).text)]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sender.arrived.map(({ text }) => text)).toEqual(["Hei", "Er du der?"]);
    expect(new Set(ids()).size).toBe(2);
    expect(ids()[0]).toMatch(/^[A-Za-z0-9-]{16,64}$/);
    expect(sender.papers.unsent).toEqual([]);
  });

  test("says of what waits behind a message that did not get through that it waits too", async () => {
    server.on(ADDRESS, 503, problem("utilgjengelig", "Prøv igjen."));
    sender.post.send(11, "Hei", null, 0);
    await vi.advanceTimersByTimeAsync(0);
    sender.post.send(11, "Er du der?", null, 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(sender.post.unsent(11)).toHaveLength(2);
    expect(sender.post.trouble(11)).toBe(500);
    sender.post.send(12, "En annen familie", null, 0);
    expect(sender.post.trouble(12)).toBeNull();
    server.with(ADDRESS, ({ body }) =>
      (body as DeskMessage).text === "Hei" ? [200, entryOf(4, "coordinator", "Hei")] : null,
    );
    sender.post.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(sender.arrived.map(({ text }) => text)).toEqual(["Hei"]);
  });

  test("sends after a reload what was not sent before, under the same id", async () => {
    sender.post.send(11, "Hei", { question: "skole", service: "oppdal/pp", name: "PP-tjenesten" }, 3);
    await vi.advanceTimersByTimeAsync(0);
    const again = new Sender();
    again.papers.belongTo(1);
    server.on(ADDRESS, 200, entryOf(4, "coordinator", "Hei"));
    again.post.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(again.arrived).toHaveLength(1);
    const [first, last] = [server.sent(ADDRESS)[0], server.sent(ADDRESS).at(-1)];
    expect(last).toEqual(first);
    expect(last).toEqual({ id: ids()[0], text: "Hei", card: { question: "skole", service: "oppdal/pp" } });
  });

  test.each([409, 403, 404, 422])("gives the words back after %i, with the server's reason", async (status) => {
    server.on(ADDRESS, status, problem("avsluttet", "Samtalen er avsluttet."));
    sender.post.send(11, "Hei", null, 0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sender.refused).toEqual([["Hei", "Samtalen er avsluttet."]]);
    expect(ids()).toHaveLength(1);
    expect(sender.papers.unsent).toEqual([]);
  });

  test("waits for somebody to sign in again, and sends then", async () => {
    server.on(ADDRESS, 401, problem("logg-inn", "Logg inn."));
    sender.post.send(11, "Hei", null, 0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ids()).toHaveLength(1);
    expect(sender.papers.unsent).toEqual([11]);
    server.on(ADDRESS, 200, entryOf(4, "coordinator", "Hei"));
    sender.signIn();
    await vi.advanceTimersByTimeAsync(0);
    expect(sender.arrived).toHaveLength(1);
    expect(new Set(ids()).size).toBe(1);
  });

  test("sends nothing more once somebody has signed out", async () => {
    sender.post.send(11, "Hei", null, 0);
    await vi.advanceTimersByTimeAsync(0);
    sender.post.clear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ids()).toHaveLength(1);
  });
});

describe("a message on its way", () => {
  const hello: DeskMessage = { id: "hei-en-lang-id-til-meldingen", text: "Hei", card: null, after: 3 };

  test("is not shown twice where the line was quicker than the answer", () => {
    expect(missing([hello], [entryOf(4, "coordinator", "Hei")])).toEqual([]);
    expect(missing([hello], [entryOf(4, "coordinator", "Hei", { id: hello.id })])).toEqual([]);
  });

  test("is shown while only the same words are there, said before or by others", () => {
    expect(missing([hello], [entryOf(3, "coordinator", "Hei"), entryOf(5, "message", "Hei")])).toEqual([hello]);
    expect(missing([hello], [entryOf(4, "coordinator", "Hei", { id: "en-annen-melding-med-samme-ord" })])).toEqual([
      hello,
    ]);
  });

  test("said twice is two", () => {
    const again = { ...hello, id: "hei-enda-en-gang-med-egen-id" };
    expect(missing([hello, again], [entryOf(4, "coordinator", "Hei")])).toEqual([again]);
  });
});
