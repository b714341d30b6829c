import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { forget, keep, kept, type Kept } from "../../src/lookup/keeping";

const NAME = "endorinn:saksark";
const SHEET: Kept = {
  at: "2026-11-27T08:10:00.000Z",
  kommune: "oppdal",
  asked: "Han er 9 år.",
  fields: { situation: "Han er 9." },
  headings: { situation: "Situasjonen" },
};

describe("a kept sheet", () => {
  beforeEach(() => {
    localStorage.clear();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("is found again as it was kept", () => {
    expect(keep(SHEET)).toBe(true);
    expect(kept()).toEqual(SHEET);
  });

  test("is found without what was not kept of one before", () => {
    const { at, kommune, fields } = SHEET;
    localStorage.setItem(NAME, JSON.stringify({ at, kommune, fields }));
    expect(kept()).toEqual({ at, kommune, fields });
  });

  test("is the only one", () => {
    keep(SHEET);
    const other = { ...SHEET, kommune: "rennebu" };
    keep(other);
    expect([kept(), localStorage.length]).toEqual([other, 1]);
  });

  test("is nowhere once it is deleted, and nothing else of this browser's is", () => {
    localStorage.setItem("annet", "1");
    keep(SHEET);
    forget();
    expect([kept(), localStorage.length, localStorage.getItem("annet")]).toEqual([null, 1, "1"]);
  });

  test("is none before one is kept", () => {
    expect(kept()).toBeNull();
  });

  test.each([
    "",
    "{halv",
    "null",
    "7",
    '"tekst"',
    "[]",
    "{}",
    JSON.stringify({ ...SHEET, at: undefined }),
    JSON.stringify({ ...SHEET, at: 5 }),
    JSON.stringify({ ...SHEET, at: "i går" }),
    JSON.stringify({ ...SHEET, kommune: null }),
    JSON.stringify({ ...SHEET, fields: undefined }),
    JSON.stringify({ ...SHEET, fields: null }),
    JSON.stringify({ ...SHEET, fields: "situation" }),
    JSON.stringify({ ...SHEET, fields: ["Han"] }),
    JSON.stringify({ ...SHEET, fields: [] }),
    JSON.stringify({ ...SHEET, fields: { situation: { text: "Han" } } }),
    JSON.stringify({ ...SHEET, asked: 5 }),
    JSON.stringify({ ...SHEET, asked: null }),
    JSON.stringify({ ...SHEET, headings: ["Situasjonen"] }),
    JSON.stringify({ ...SHEET, headings: { situation: 1 } }),
    JSON.stringify({ ...SHEET, fields: { situation: "Han", level: 2 } }),
  ])("is none where something else is found (%s)", (content) => {
    localStorage.setItem(NAME, content);
    expect(kept()).toBeNull();
  });

  const refuse = (): never => {
    throw new DOMException("", "SecurityError");
  };

  test.each([
    ["to read and write", { getItem: refuse, setItem: refuse, removeItem: refuse }],
    ["to have a storage at all", undefined],
  ])("is none in a browser that refuses %s, and nothing breaks", (_, storage) => {
    vi.stubGlobal("localStorage", storage);
    expect([keep(SHEET), kept()]).toEqual([false, null]);
    expect(forget).not.toThrow();
  });

  test("is none in a browser that refuses to be asked for one", () => {
    const storage = vi.spyOn(globalThis, "localStorage", "get").mockImplementation(refuse);
    expect([keep(SHEET), kept()]).toEqual([false, null]);
    expect(forget).not.toThrow();
    expect(storage).toHaveBeenCalledTimes(3);
  });
});
