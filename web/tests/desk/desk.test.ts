import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Desk, type Focus } from "../../src/desk/desk";
import { addressOf, placeOf } from "../../src/desk/place";
import { troubleOf } from "../../src/desk/texts";
import type { Case, CaseWhole } from "../../src/desk/types";
import { answer } from "../answer/answers";
import { entryOf, ME, mineCase, oneCase, queueOf, wholeCase } from "./cases";
import { problem, Server } from "./server";

const EVENTS = "/api/vakt/events";
const CASE = "/api/vakt/cases/11";
const MINE: Partial<CaseWhole> = { ...mineCase(), may: ["write", "close", "note"] };

describe("the desk", () => {
  let server: Server;
  let desk: Desk;
  let focused: Focus[];
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
    vi.useFakeTimers();
    server = new Server()
      .on("GET /api/vakt/me", 200, ME)
      .on("GET /api/vakt/ways-in", 200, { local: true, oidc: null })
      .on("GET /api/vakt/replies?kommune=oppdal", 200, { replies: [] })
      .on(`GET ${CASE}`, 200, wholeCase())
      .on(`POST ${CASE}/typing`, 204);
    focused = [];
    desk = new Desk({
      changed: () => undefined,
      focus: (where) => focused.push(where),
      go: (place) => {
        desk.show(addressOf(place));
      },
      insert: () => undefined,
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
  const opened = async (whole: Partial<CaseWhole> = {}): Promise<void> => {
    server.on(`GET ${CASE}`, 200, wholeCase(whole));
    await desk.begin("#sak/11");
    await settled();
  };

  test("asks whoever is not signed in to do so, and says by which ways", async () => {
    server.on("GET /api/vakt/me", 401, problem("logg-inn", "Logg inn."));
    await desk.begin("");
    expect([desk.phase, desk.ways?.local, desk.trouble]).toEqual(["out", true, null]);
    server.on("POST /api/vakt/sign-in", 401, problem("logg-inn", "Feil passord."));
    await desk.signIn("en", "feil");
    expect(troubleOf(desk.trouble, desk.texts)).toBe("Feil passord.");
    server.on("POST /api/vakt/sign-in", 200, ME);
    await desk.signIn("en", "riktig");
    expect([desk.phase, desk.trouble]).toEqual(["in", null]);
    expect(
      server.asked.filter(({ method }) => method !== "GET").map(({ headers }) => headers["X-Endorinn-Desk"]),
    ).toEqual(["1", "1"]);
  });

  test("shows the queue as it comes, in the order that it has", async () => {
    await desk.begin("");
    await settled();
    const waiting = [oneCase({ id: 13, acute: "selvmord" }), oneCase({ id: 11 }), oneCase({ id: 12 })];
    server.says(EVENTS, "queue", queueOf({ waiting }));
    await settled();
    expect(desk.queue?.waiting.map(({ id }) => id)).toEqual([13, 11, 12]);
    expect(new Date(desk.now).toISOString().slice(0, 16)).toBe("2026-11-27T08:10");
  });

  test("follows a case from the last that it knows, and takes each entry once, by its number", async () => {
    await opened({ entries: [entryOf(1, "message", "Hei"), entryOf(3, "message", "Er du der?")] });
    const line = server.asked.find(({ path }) => path === `${CASE}/events`);
    expect(line?.headers["Last-Event-ID"]).toBe("3");
    server.says(`${CASE}/events`, "entry", entryOf(4, "coordinator", "Ja"), 4);
    server.says(
      `${CASE}/events`,
      "case",
      wholeCase({ entries: [entryOf(2, "answer", "Svar"), entryOf(4, "coordinator", "Ja")] }),
    );
    await settled();
    expect(desk.opened?.entries.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  test("believes a family that is not heard from again to have stopped writing", async () => {
    await opened();
    server.says(`${CASE}/events`, "typing", { typing: true });
    await settled();
    expect(desk.opened?.isWriting).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(desk.opened?.isWriting).toBe(false);
  });

  test("takes a case under the name that the machine remembers, and goes on to the answer", async () => {
    await opened();
    server.on(`POST ${CASE}/claim`, 200, wholeCase(MINE));
    await desk.claim(" Kari ");
    expect(server.sent(`POST ${CASE}/claim`)).toEqual([{ name: "Kari" }]);
    expect([desk.shown, focused.at(-1), desk.opened?.whole?.mine]).toEqual(["Kari", "reply", true]);
    expect(localStorage.getItem("endorinn:vakt:slik")).toContain("Kari");
  });

  test("says who was quicker, and shows the case as it is now", async () => {
    await opened();
    server.on(`POST ${CASE}/claim`, 409, problem("opptatt", "Koordinator To har tatt samtalen."));
    server.on(`GET ${CASE}`, 200, wholeCase({ ...MINE, mine: false, may: ["note"] }));
    await desk.claim("");
    await settled();
    expect(troubleOf(desk.opened?.trouble, desk.texts)).toBe("Koordinator To har tatt samtalen.");
    expect([desk.opened?.may("claim"), focused.at(-1)]).toEqual([false, "trouble"]);
  });

  test("puts words back that the server does not take, before those written since, with the reason", async () => {
    await opened(MINE);
    server.on(`POST ${CASE}/messages`, 409, problem("avsluttet", "Familien har avsluttet."));
    desk.drafted("Hei igjen");
    desk.send();
    desk.drafted("Og så");
    await settled();
    expect(desk.papers.sheet(11).draft).toBe("Hei igjen\nOg så");
    expect(troubleOf(desk.opened?.trouble, desk.texts)).toBe("Familien har avsluttet.");
  });

  test("tells that somebody writes, and that it is over when the words are sent", async () => {
    await opened(MINE);
    server.on(`POST ${CASE}/messages`, 200, entryOf(1, "coordinator", "Hei"));
    desk.drafted("H");
    desk.drafted("Hei");
    desk.send();
    await settled();
    expect(server.sent(`POST ${CASE}/typing`)).toEqual([{ typing: true }, { typing: false }]);
  });

  test("closes a case with how it went, and goes back to the queue", async () => {
    await opened(MINE);
    server.on(`POST ${CASE}/close`, 200, wholeCase({ state: "closed", outcome: "svar-gitt", may: [] }));
    desk.ask("close");
    await desk.answer();
    expect(server.sent(`POST ${CASE}/close`)).toEqual([]);
    if (desk.asking) desk.asking.values.outcome = "svar-gitt";
    await desk.answer();
    expect(server.sent(`POST ${CASE}/close`)).toEqual([{ outcome: "svar-gitt" }]);
    expect([desk.asking, desk.opened, focused.at(-1)]).toEqual([null, null, "queue"]);
  });

  test.each(["gone", "401"])(
    "keeps what was typed when the session ends (%s), and goes on after signing in",
    async (how) => {
      await opened(MINE);
      desk.drafted("Jeg skal høre med");
      desk.ask("close");
      if (how === "gone") server.says(EVENTS, "gone", {});
      else {
        server.on(`POST ${CASE}/notes`, 401, problem("logg-inn", "Logg inn."));
        desk.noted("Ring");
        await desk.note();
      }
      await settled();
      expect([desk.phase, desk.wasLost, desk.opened]).toEqual(["out", true, null]);
      server.on("POST /api/vakt/sign-in", 200, ME);
      await desk.signIn("en", "riktig");
      await settled();
      expect([desk.opened?.id, desk.papers.sheet(11).draft, desk.asking?.what]).toEqual([
        11,
        "Jeg skal høre med",
        "close",
      ]);
    },
  );

  test("leaves nothing behind when somebody signs out", async () => {
    await opened(MINE);
    desk.drafted("Jeg skal");
    server.on("POST /api/vakt/sign-out", 204);
    await desk.signOut();
    expect([desk.phase, desk.wasLost, sessionStorage.length]).toEqual(["out", false, 0]);
  });

  test("forgets under which name one was shown when one signs out, and not how one likes the desk", async () => {
    await opened();
    server.on(`POST ${CASE}/claim`, 200, wholeCase(MINE)).on("POST /api/vakt/sign-out", 204);
    desk.beIn("nn");
    await desk.claim("Kari");
    await desk.signOut();
    expect(localStorage.getItem("endorinn:vakt:slik")).not.toContain("Kari");
    server.on("POST /api/vakt/sign-in", 200, ME);
    await desk.signIn("en", "riktig");
    expect([desk.shown, desk.machine.liked.language]).toEqual(["", "nn"]);
  });

  describe("when somebody else signs in where a session had ended", () => {
    const OTHER = { ...ME, id: 2, name: "Koordinator To", login: "to" };
    const unsent = async (): Promise<void> => {
      await opened(MINE);
      server.on(`POST ${CASE}/claim`, 200, wholeCase(MINE));
      await desk.claim("Kari");
      server.on(`POST ${CASE}/messages`, 401, problem("logg-inn", "Logg inn."));
      desk.ask("close");
      desk.drafted("Jeg ringer deg i kveld.");
      desk.send();
      desk.drafted("Og så");
      await settled();
      expect(desk.phase).toBe("out");
      server.on(`POST ${CASE}/messages`, 200, entryOf(1, "coordinator", "Jeg ringer deg i kveld."));
    };

    test("nothing that was written before goes out in their name, or stands open before them", async () => {
      await unsent();
      server.on("POST /api/vakt/sign-in", 200, OTHER);
      await desk.signIn("to", "riktig");
      await vi.advanceTimersByTimeAsync(60_000);
      expect(server.sent(`POST ${CASE}/messages`)).toHaveLength(1);
      expect([desk.post.unsent(11), desk.papers.unsent, desk.papers.sheet(11).draft]).toEqual([[], [], ""]);
      expect([desk.opened, desk.asking, desk.place, desk.shown]).toEqual([null, null, { page: "queue" }, ""]);
    });

    test("and nothing of it comes back when the first one does", async () => {
      await unsent();
      server.on("POST /api/vakt/sign-in", 200, OTHER).on("POST /api/vakt/sign-out", 204);
      await desk.signIn("to", "riktig");
      await desk.signOut();
      server.on("POST /api/vakt/sign-in", 200, ME);
      await desk.signIn("en", "riktig");
      desk.show("#sak/11");
      await vi.advanceTimersByTimeAsync(60_000);
      expect([server.sent(`POST ${CASE}/messages`).length, desk.papers.sheet(11).draft]).toEqual([1, ""]);
    });

    test("and it does go out when it is the same one", async () => {
      await unsent();
      server.on("POST /api/vakt/sign-in", 200, ME);
      await desk.signIn("en", "riktig");
      await settled();
      expect(server.sent(`POST ${CASE}/messages`)).toHaveLength(2);
      expect([desk.opened?.id, desk.asking?.what, desk.shown]).toEqual([11, "close", "Kari"]);
    });
  });

  describe("a case that a colleague gives", () => {
    const queue = async (live: Case[]): Promise<void> => {
      server.says(EVENTS, "queue", queueOf({ live }));
      await settled();
    };
    let rung: string[];
    beforeEach(async () => {
      rung = [];
      vi.spyOn(desk.alarm, "ring").mockImplementation((news) => {
        rung.push(news);
      });
      await desk.begin("");
      await settled();
    });

    test("rings, is said, and is counted until it is opened", async () => {
      await queue([]);
      await queue([mineCase()]);
      expect([rung, desk.status, desk.given.length]).toEqual([["given"], desk.texts.news_given, 1]);
      desk.show("#sak/11");
      expect(desk.given).toEqual([]);
    });

    test("rings, and is counted no more, where it stands open already", async () => {
      desk.show("#sak/11");
      await queue([]);
      await queue([mineCase()]);
      expect([rung, desk.given.length]).toEqual([["given"], 0]);
    });

    test.each(["claim", "take-over"] as const)("is none that one took oneself (%s)", async (how) => {
      server.on(`GET ${CASE}`, 200, wholeCase({ may: [how] }));
      desk.show("#sak/11");
      await queue([]);
      server.with(`POST ${CASE}/${how}`, () => {
        server.says(EVENTS, "queue", queueOf({ live: [mineCase()] })); // The line is quicker than the answer.
        return [200, wholeCase(MINE)];
      });
      if (how === "claim") await desk.claim("");
      else {
        desk.ask("take-over");
        if (desk.asking) desk.asking.values.reason = "Kollegaen er syk";
        await desk.answer();
      }
      await settled();
      expect([rung, desk.queue?.live.length, desk.given]).toEqual([[], 1, []]);
    });
  });

  describe("suggestions", () => {
    const SUGGESTIONS = "GET /api/vakt/search?case=11";
    const asked = (): number => server.sent(SUGGESTIONS).length;

    test("are fetched once, when a case that one writes in is open", async () => {
      server.on(SUGGESTIONS, 200, { answer: null });
      await opened();
      expect(asked()).toBe(0);
      server.says(`${CASE}/events`, "case", wholeCase(MINE));
      await settled();
      server.says(`${CASE}/events`, "case", wholeCase(MINE));
      await settled();
      expect(asked()).toBe(1);
    });

    test("are not asked for where the family has told nothing", async () => {
      const summary = { ...wholeCase().summary, needs: [], services: [] };
      await opened({ ...MINE, summary });
      expect([asked(), server.sent("GET /api/vakt/replies?kommune=oppdal").length]).toEqual([0, 1]);
    });

    test("that do not come stop nobody, and are not asked for over and over", async () => {
      server.on(SUGGESTIONS, 500, problem("feil", "Noe gikk galt."));
      await opened(MINE);
      await vi.advanceTimersByTimeAsync(60_000);
      expect([asked(), desk.trouble, desk.opened?.trouble, desk.opened?.may("write")]).toEqual([1, null, null, true]);
    });

    test("stand there again when nothing is searched for any more", async () => {
      server
        .on(SUGGESTIONS, 200, { answer: answer() })
        .on("GET /api/vakt/search?case=11&q=skole", 200, { answer: answer({ services: [] }) });
      await opened(MINE);
      const open = desk.opened;
      for (const [words, isAsked] of [
        ["skole", true],
        [" ", false],
      ] as const) {
        if (open) open.words = words;
        await desk.search();
        expect(open?.found.isAsked).toBe(isAsked);
      }
      expect(open?.suggested.value).not.toBeNull();
    });
  });

  test("says why a case cannot be shown, once", async () => {
    server.on(`GET ${CASE}`, 404, problem("ikke-funnet", "Saken finnes ikke."));
    await desk.begin("#sak/11");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(troubleOf(desk.opened?.trouble, desk.texts)).toBe("Saken finnes ikke.");
    expect(server.sent(`GET ${CASE}`)).toHaveLength(1);
  });

  test("tries to fetch a case again while the server is away", async () => {
    server.on(`GET ${CASE}`, null);
    await desk.begin("#sak/11");
    await settled();
    expect(troubleOf(desk.opened?.trouble, desk.texts)).toBe(desk.texts.trouble_unreached);
    server.on(`GET ${CASE}`, 200, wholeCase());
    await vi.advanceTimersByTimeAsync(2_000);
    expect([desk.opened?.whole?.id, desk.opened?.trouble]).toEqual([11, null]);
  });

  test("says that the line is broken only when it stays so", async () => {
    await desk.begin("");
    await settled();
    server.breaks(EVENTS);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(desk.isBroken).toBe(false);
    server.on(`GET ${EVENTS}`, 503).with(`GET ${EVENTS}`, () => [503, null]);
    server.breaks(EVENTS);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(desk.isBroken).toBe(true);
  });
});

describe("a place", () => {
  test.each(["#sak/11", "#avsluttede", "#hurtigsvar", "#tall", "#"])("is the address %s and back", (address) => {
    expect(addressOf(placeOf(address))).toBe(address);
  });

  test.each(["", "#sak/", "#sak/abc", "#annet"])("that is none (%s) is the queue", (address) => {
    expect(placeOf(address)).toEqual({ page: "queue" });
  });
});
