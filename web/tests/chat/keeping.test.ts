import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Keeping, type Kept } from "../../src/chat/keeping";

const KEY = { id: "a", token: "hemmelig" };
const KEPT: Kept = { key: KEY, role: "forelder", unsent: [] };
const opened: Keeping[] = [];

/** One tab: its own storage, the same channel. */
function tab(lender: ConstructorParameters<typeof Keeping>[1] = null): Keeping {
  sessionStorage.clear();
  const keeping = new Keeping(`endorinn:${expect.getState().currentTestName ?? ""}`, lender);
  opened.push(keeping);
  return keeping;
}

describe("what the browser keeps", () => {
  beforeEach(() => {
    sessionStorage.clear();
  });
  afterEach(() => {
    for (const keeping of opened.splice(0)) keeping.clear();
  });

  test("is found again after a reload", async () => {
    const name = "endorinn:reload";
    new Keeping(name, null).save(KEPT);
    expect((await new Keeping(name, null).find(null)).key).toEqual(KEY);
  });

  test("is what another open tab has", async () => {
    const first = tab();
    first.save(KEPT);
    expect((await tab().find(null)).key).toEqual(KEY);
  });

  test("is nothing where no tab has anything", async () => {
    expect((await tab().find(null)).key).toBeNull();
  });

  test("is gone in every tab once it is forgotten in one", async () => {
    const first = tab();
    first.save(KEPT);
    const second = tab();
    await second.find(null);
    const forgotten = vi.fn();
    second.onForgotten = forgotten;
    first.clear();
    await vi.waitFor(() => {
      expect(forgotten).toHaveBeenCalledOnce();
    });
    expect(sessionStorage.length).toBe(0);
  });

  test("reaches a tab that is open already when a conversation starts", async () => {
    const found = vi.fn();
    const second = tab();
    await second.find(null);
    second.onFound = found;
    tab().save(KEPT);
    await vi.waitFor(() => {
      expect(found).toHaveBeenCalledOnce();
    });
  });

  test("lies with the page around where the browser lends a frame no storage", async () => {
    const keep = vi.fn();
    const first = tab({ keep });
    const blocked = (): never => {
      throw new DOMException("blocked", "SecurityError");
    };
    vi.stubGlobal("sessionStorage", { getItem: blocked, setItem: blocked, removeItem: blocked });
    first.save(KEPT);
    expect(keep).toHaveBeenCalledWith(JSON.stringify(KEPT));
    expect((await new Keeping("endorinn:elsewhere", { keep }).find(JSON.stringify(KEPT))).key).toEqual(KEY);
    first.clear();
    expect(keep).toHaveBeenLastCalledWith(null);
    vi.unstubAllGlobals();
  });

  test("is nothing where what was kept cannot be read", async () => {
    expect((await tab().find("{half")).key).toBeNull();
  });
});
