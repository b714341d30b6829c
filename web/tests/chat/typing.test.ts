import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Typing } from "../../src/chat/typing";

describe("one's own typing", () => {
  const told: boolean[] = [];
  let typing: Typing;
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    typing = new Typing((is) => told.push(is));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is told at most every three seconds", () => {
    for (let key = 0; key < 40; key += 1) {
      typing.typed("Hei");
      vi.advanceTimersByTime(100);
    }
    expect(told).toEqual([true, true]);
  });

  test("ends after five seconds without a key", () => {
    typing.typed("Hei");
    vi.advanceTimersByTime(4_900);
    expect(told).toEqual([true]);
    vi.advanceTimersByTime(200);
    expect(told).toEqual([true, false]);
  });

  test("ends where the field is emptied or sent, once", () => {
    typing.typed("H");
    typing.typed("");
    typing.stop();
    expect(told).toEqual([true, false]);
  });

  test("is told anew after its end, however soon", () => {
    typing.typed("H");
    typing.stop();
    typing.typed("H");
    expect(told).toEqual([true, false, true]);
  });

  test("is not told of an empty field", () => {
    typing.typed("  ");
    expect(told).toEqual([]);
  });

  test("is told every third second as long as it goes on", () => {
    for (let second = 0; second < 7; second += 0.5) {
      typing.typed("Hei");
      vi.advanceTimersByTime(500);
    }
    expect(told).toEqual([true, true, true]);
  });

  test("is over at once when the words are sent, and begins anew with the next", () => {
    typing.typed("Hei");
    typing.stop();
    typing.stop();
    typing.typed("Hei");
    expect(told).toEqual([true, false, true]);
  });
});
