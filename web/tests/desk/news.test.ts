import { describe, expect, test } from "vitest";

import { countOf, newsOf } from "../../src/desk/news";
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
});
