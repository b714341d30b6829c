import { beforeEach, describe, expect, test, vi } from "vitest";

import { Failure, type NewMessage, type Trouble, type Written } from "../../src/chat/api";
import { Outbox } from "../../src/chat/outbox";
import { answer } from "./answers";

const FIRST: NewMessage = { id: "first", text: "Hei" };
const SECOND: NewMessage = { id: "second", text: "Hjelp" };

class Post {
  readonly sent: string[] = [];
  readonly said: string[] = [];
  kept: readonly NewMessage[] = [];
  fails: Trouble[] = [];
  slug = "";
  readonly outbox: Outbox = new Outbox({
    send: (message) => this.send(message),
    changed: () => {
      this.kept = this.outbox.unsent;
    },
    arrived: (message) => {
      this.said.push(`arrived ${message.id}`);
    },
    delayed: (message, trouble) => {
      this.said.push(`delayed ${message.id} ${trouble}`);
    },
    withdrawn: (message) => {
      this.said.push(`withdrawn ${message.id}`);
    },
    refused: (message, trouble) => {
      this.said.push(`refused ${message.id} ${trouble}`);
    },
    homeless: (message, trouble) => {
      this.said.push(`homeless ${message.id} ${trouble}`);
    },
  });

  private send(message: NewMessage): Promise<Written> {
    this.sent.push(message.id);
    const trouble = this.fails.shift();
    return trouble === undefined
      ? Promise.resolve({ answers: [answer("Hei!")], state: null, isStored: true })
      : Promise.reject(new Failure(trouble, 0, this.slug));
  }
}

describe("the outbox", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  test("sends one after the other", async () => {
    const post = new Post();
    post.outbox.add(FIRST, SECOND);
    expect(post.kept.map((one) => one.id)).toEqual(["first", "second"]);
    await vi.runAllTimersAsync();
    expect(post.said).toEqual(["arrived first", "arrived second"]);
    expect(post.kept).toEqual([]);
  });

  test.each<Trouble>(["offline", "timeout", "unknown", 429, 500])(
    "tries again after %s, with the same id",
    async (trouble) => {
      const post = new Post();
      post.fails = [trouble, trouble];
      post.outbox.add(FIRST);
      await vi.runAllTimersAsync();
      expect(post.sent).toEqual(["first", "first", "first"]);
      expect(post.said).toEqual([`delayed first ${trouble}`, `delayed first ${trouble}`, "arrived first"]);
    },
  );

  test("keeps a message until the server has it", async () => {
    const post = new Post();
    post.fails = ["offline"];
    post.outbox.add(FIRST);
    await vi.advanceTimersByTimeAsync(0);
    expect(post.kept).toEqual([FIRST]);
    post.outbox.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(post.kept).toEqual([]);
  });

  test("waits as long as the server asks", async () => {
    const post = new Post();
    const asked = vi.spyOn(post as unknown as { send(): Promise<never> }, "send");
    asked.mockRejectedValueOnce(new Failure(429, 60_000));
    post.outbox.add(FIRST);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  test.each<Trouble>([400, 413])("gives up after %s, and goes on with the next", async (trouble) => {
    const post = new Post();
    post.fails = [trouble];
    post.outbox.add(FIRST, SECOND);
    await vi.runAllTimersAsync();
    expect(post.said).toEqual([`refused first ${trouble}`, "arrived second"]);
  });

  test("drops what was withdrawn in another tab, and gives it back to nobody", async () => {
    const post = new Post();
    post.fails = [409];
    post.outbox.add(FIRST);
    await vi.runAllTimersAsync();
    expect(post.said).toEqual(["withdrawn first"]);
    expect(post.kept).toEqual([]);
  });

  test("gives back what was written too late", async () => {
    const post = new Post();
    post.fails = [409];
    post.slug = "avsluttet";
    post.outbox.add(FIRST);
    await vi.runAllTimersAsync();
    expect(post.said).toEqual(["refused first 409"]);
    expect(post.kept).toEqual([]);
  });

  test.each<Trouble>([401, 404])("goes to a new conversation after %s, once", async (trouble) => {
    const post = new Post();
    post.fails = [trouble];
    post.outbox.add(FIRST);
    await vi.runAllTimersAsync();
    expect(post.said).toEqual([`homeless first ${trouble}`, "arrived first"]);
    post.fails = [trouble, trouble];
    post.outbox.add(SECOND);
    await vi.runAllTimersAsync();
    expect(post.said.slice(2)).toEqual([`homeless second ${trouble}`, `refused second ${trouble}`]);
  });

  test("sends nothing of what was forgotten", async () => {
    const post = new Post();
    post.fails = ["offline"];
    post.outbox.add(FIRST);
    await vi.advanceTimersByTimeAsync(0);
    post.outbox.clear();
    await vi.runAllTimersAsync();
    expect(post.sent).toEqual(["first"]);
    expect(post.kept).toEqual([]);
  });
});
