import { beforeEach, describe, expect, test } from "vitest";

import { countOf, Given, newsOf } from "../../src/desk/news";
import { Papers } from "../../src/desk/papers";
import { mineCase, oneCase, queueOf } from "./cases";

describe("news", () => {
  const waiting = queueOf({ waiting: [oneCase()] });

  test("are none in the first queue: it was there before we looked", () => {
    expect(newsOf(null, waiting)).toBeNull();
  });

  test("are a case that has come to wait, or come back to it", () => {
    expect(newsOf(queueOf(), waiting)).toBe("waiting");
    expect(newsOf(waiting, waiting)).toBeNull();
    expect(newsOf(queueOf({ live: [mineCase()] }), waiting)).toBe("waiting");
  });

  test("are first of all what is acute, or has become it", () => {
    const acute = queueOf({ waiting: [oneCase({ acute: "selvmord" }), oneCase({ id: 12 })] });
    expect(newsOf(waiting, acute)).toBe("acute");
    expect(newsOf(acute, acute)).toBeNull();
    const mine = queueOf({ live: [mineCase()] });
    expect(newsOf(mine, queueOf({ live: [mineCase({ acute: "selvskading" })] }))).toBe("acute");
  });

  test("are a message in a conversation of mine, and in no other", () => {
    const talking = queueOf({ live: [mineCase()] });
    expect(newsOf(talking, queueOf({ live: [mineCase({ unread: 1 })] }))).toBe("message");
    expect(newsOf(talking, queueOf({ live: [mineCase({ unread: 1, mine: false })] }))).toBeNull();
  });

  test("are counted as cases, not as messages", () => {
    expect(countOf(queueOf({ waiting: [oneCase()], live: [mineCase({ unread: 4 }), mineCase({ id: 9 })] }))).toBe(2);
  });

  test("are an acute case that is to be called back", () => {
    const callback = { state: "callback", due: "2026-11-30" };
    const before = queueOf({ callbacks: [oneCase(callback)] });
    expect(newsOf(queueOf(), before)).toBeNull();
    expect(newsOf(queueOf(), queueOf({ callbacks: [oneCase({ ...callback, acute: "selvmord" })] }))).toBe("acute");
    expect(newsOf(before, queueOf({ callbacks: [oneCase({ ...callback, acute: "selvmord" })] }))).toBe("acute");
  });

  describe("of a family whose coordinator is not there", () => {
    const live = (unread: number, here: boolean, acute: string | null = null): ReturnType<typeof queueOf> =>
      queueOf({ live: [mineCase({ unread, acute, mine: false, holder: { id: 2, name: "Koordinator To", here } })] });

    test("are every message that it writes", () => {
      expect(newsOf(live(0, false), live(1, false))).toBe("left");
      expect(newsOf(live(1, false), live(2, false))).toBe("left");
      expect(newsOf(live(2, false), live(2, false))).toBeNull();
    });

    test("are what it wrote just before the coordinator went, and not that they went", () => {
      expect(newsOf(live(1, true), live(1, false))).toBe("left");
      expect(newsOf(live(0, true), live(0, false))).toBeNull();
    });

    test("are none while the coordinator is there", () => {
      expect(newsOf(live(0, true), live(1, true))).toBeNull();
    });

    test("are first of all that it tells of danger", () => {
      expect(newsOf(live(0, false), live(1, false, "selvmord"))).toBe("acute");
      expect(newsOf(live(0, true), live(1, true, "selvmord"))).toBeNull();
    });
  });
});

describe("a case that a colleague gives me", () => {
  const others = queueOf({ live: [mineCase({ mine: false, holder: { id: 2, name: "Koordinator To", here: true } })] });
  const mine = queueOf({ live: [mineCase()] });
  const call = { state: "callback", due: "2026-11-30" };
  let papers: Papers;
  let given: Given;
  beforeEach(() => {
    sessionStorage.clear();
    papers = new Papers();
    papers.belongTo(1);
    given = new Given(papers);
  });

  test.each([
    ["live", others, mine],
    [
      "to call back",
      queueOf({ callbacks: [oneCase(call)] }),
      queueOf({ callbacks: [oneCase({ ...call, mine: true, holder: { id: 1, name: "Koordinator Én", here: true } })] }),
    ],
  ])("is news once, and counted until I open it (%s)", (_, before, after) => {
    given.took(before, null);
    expect(newsOf(before, after, given.of(after))).toBe("given");
    given.took(after, null);
    expect(newsOf(after, after, given.of(after))).toBeNull();
    expect(countOf(after, given.of(after))).toBe(1);
    given.took(after, 11);
    expect(countOf(after, given.of(after))).toBe(0);
  });

  test("is counted once, though the family has written too", () => {
    given.took(others, null);
    const written = queueOf({ live: [mineCase({ unread: 2 })] });
    expect(countOf(written, given.of(written))).toBe(1);
  });

  test("is none that was mine before anybody looked", () => {
    expect(newsOf(null, mine, given.of(mine))).toBeNull();
    given.took(mine, null);
    expect(given.of(mine)).toEqual([]);
  });

  test("is none that I took myself, whatever comes first: the queue or the answer", () => {
    const waiting = queueOf({ waiting: [oneCase()] });
    given.took(waiting, null);
    given.takes(11);
    given.took(waiting, null);
    expect(newsOf(waiting, mine, given.of(mine))).toBeNull();
    given.took(mine, null);
    expect(given.of(mine)).toEqual([]);
  });

  test("is news though I once tried to take it in vain, or have had it before", () => {
    given.took(others, null);
    given.takes(11);
    given.missed(11);
    expect(newsOf(others, mine, given.of(mine))).toBe("given");
    given.took(mine, 11);
    given.took(others, null);
    expect(newsOf(others, mine, given.of(mine))).toBe("given");
  });

  test("is still there after a reload, and was given while nobody was signed in", () => {
    given.took(others, null);
    const again = new Papers();
    again.belongTo(1);
    expect(newsOf(null, mine, new Given(again).of(mine))).toBe("given");
    again.belongTo(2);
    expect(newsOf(null, mine, new Given(again).of(mine))).toBeNull();
  });
});
