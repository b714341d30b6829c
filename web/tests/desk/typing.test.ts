import { beforeEach, describe, expect, test, vi } from "vitest";

import { Typing } from "../../src/desk/typing";

describe("typing", () => {
  const told: boolean[] = [];
  let typing: Typing;
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    typing = new Typing((is) => told.push(is));
  });

  test("is told at most every third second", () => {
    for (let second = 0; second < 7; second += 0.5) {
      typing.typed();
      vi.advanceTimersByTime(500);
    }
    expect(told).toEqual([true, true, true]);
  });

  test("is over after five quiet seconds", () => {
    typing.typed();
    vi.advanceTimersByTime(4_900);
    expect(told).toEqual([true]);
    vi.advanceTimersByTime(200);
    expect(told).toEqual([true, false]);
  });

  test("is over at once when the words are sent, and begins anew with the next", () => {
    typing.typed();
    typing.stop();
    typing.stop();
    typing.typed();
    expect(told).toEqual([true, false, true]);
  });
});
