import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { describeCase, editSheet } from "../../src/lookup/case";
import { keep, kept } from "../../src/lookup/keeping";
import { casePage, HIDDEN, one, PDF, SAK, sheetPage, show, SIGN_IN, submit, type, WAYS_IN, whole } from "./pages";
import { drawn, json, Late, refused, Server } from "./server";

const QUIET = 500;
const SITUATION = "Han er 9 år & sier <nei> hver morgen.\nMor er sliten.";
const PARTS = { situation: SITUATION, level: "Nivå 2", next: "Ring PPT" };
const KEPT = {
  at: "2026-11-20T09:00:00.000Z",
  kommune: "oppdal",
  fields: { situation: SITUATION, level: "Nivå 3, sier vi", next: "Avtalt møte" },
};

const scrolled = vi.fn();
let server: Server;
let leave: () => void = () => undefined;
beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  scrolled.mockReset();
  vi.stubGlobal("scrollTo", scrolled);
  server = new Server()
    .on(HIDDEN, () => json({ hidden: [] }))
    .on(SAK, () => drawn(whole(sheetPage(PARTS))))
    .on(WAYS_IN, () => json({ local: true, oidc: null }));
});
afterEach(() => {
  leave();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
const written = (which = "#situation"): string => one(which, HTMLTextAreaElement).value;
const warning = (): string | null => (one("[data-warning]").hidden ? null : one("[data-warning]").textContent);
const isThere = (which: string): boolean => document.querySelector(which) !== null;
const signIn = async (): Promise<void> => {
  submit("#innlogging form");
  await settled();
};

describe("a situation", () => {
  const open = (main = casePage()): void => {
    leave = show(main);
    describeCase(document);
  };
  const make = async (): Promise<boolean> => {
    const isLeft = submit("form[data-case]");
    await settled();
    return isLeft;
  };

  test("becomes a sheet in the same page, and is in no address", async () => {
    open();
    type("#situation", SITUATION);
    expect(await make()).toBe(false);
    expect(server.fields(SAK)).toEqual([{ situation: SITUATION }]);
    expect([isThere("form[data-case]"), written("#del-situation"), written("#del-level")]).toEqual([
      false,
      SITUATION,
      "Nivå 2",
    ]);
    expect(document.querySelectorAll("main, header")).toHaveLength(1);
    expect(document.activeElement).toBe(one("main"));
    expect(scrolled).toHaveBeenCalledExactlyOnceWith(0, 0);
  });

  test("becomes a sheet that can be printed, kept and taken as a PDF", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    open();
    await make();
    one("[data-print]").click();
    expect([one("[data-print]").hidden, print.mock.calls.length]).toEqual([false, 1]);
    one("[data-keep]").click();
    expect([one(".keep").hidden, kept()?.fields]).toEqual([false, PARTS]);
    submit("form[data-sheet]");
    expect(server.to(PDF)).toHaveLength(1);
  });

  test("that cannot be made into one is drawn with the reason and what was typed, and can be sent again", async () => {
    const long = SITUATION.repeat(60);
    server.on(SAK, () => drawn(whole(casePage(long, "Skriv kortere.")), {}, 422));
    open();
    type("#situation", long);
    await make();
    expect([one("#feil").textContent, written()]).toEqual(["Skriv kortere.", long]);
    server.on(SAK, () => drawn(whole(sheetPage(PARTS))));
    type("#situation", "Kort");
    await make();
    expect([server.fields(SAK).at(-1), isThere("[data-sheet]")]).toEqual([{ situation: "Kort" }, true]);
  });

  test.each([
    ["is not there", () => null],
    ["is ill", () => refused(503)],
    ["has had enough", () => refused(429)],
    ["answers with no page", () => drawn("Bad gateway")],
  ])("stands where it stood where the server %s, which is said, and is sent again", async (_, answering) => {
    server.on(SAK, answering);
    open();
    type("#situation", SITUATION);
    await make();
    expect([written(), warning()]).toEqual([SITUATION, "Det gikk ikke."]);
    server.on(SAK, () => drawn(whole(sheetPage(PARTS))));
    await make();
    expect([server.fields(SAK).at(-1), written("#del-situation")]).toEqual([{ situation: SITUATION }, SITUATION]);
  });

  test("runs nothing of what is drawn", async () => {
    const { settings } = (window as unknown as { happyDOM: { settings: { enableJavaScriptEvaluation: boolean } } })
      .happyDOM;
    settings.enableJavaScriptEvaluation = true;
    const ran = vi.fn();
    vi.stubGlobal("ran", ran);
    try {
      server.on(SAK, () => drawn(whole(`<script>ran("drawn")</script>${sheetPage(PARTS)}`)));
      open();
      await make();
      expect(isThere("main script")).toBe(true);
      expect(ran).not.toHaveBeenCalled();
      const own = document.createElement("script");
      own.textContent = 'ran("own")';
      one("main").append(own); // A script of this page does run, or the test would tell nothing.
      expect(ran).toHaveBeenCalledExactlyOnceWith("own");
    } finally {
      settings.enableJavaScriptEvaluation = false;
    }
  });

  describe("of somebody who is not signed in any more", () => {
    beforeEach(async () => {
      server.on(SAK, () => refused(401));
      open();
      type("#situation", SITUATION);
      await make();
    });

    test("stands where it stood, and the way in is opened beside it", () => {
      expect([one("#innlogging").hidden, one("#innlogging [role=alert]").textContent]).toEqual([false, "Logget ut."]);
      expect([written(), warning()]).toEqual([SITUATION, null]);
    });

    test("is sent as it is once they are", async () => {
      server.on(SIGN_IN, () => json({})).on(SAK, () => drawn(whole(sheetPage(PARTS))));
      await signIn();
      expect(server.fields(SAK)).toEqual([{ situation: SITUATION }, { situation: SITUATION }]);
      expect([written("#del-situation"), one("#innlogging").hidden]).toEqual([SITUATION, true]);
    });

    test("is kept through a wrong password, and what the server says of it is said", async () => {
      server.on(SIGN_IN, () => json({ detail: "Brukernavn eller passord er feil." }, 401));
      await signIn();
      expect(one("#innlogging [role=alert]").textContent).toBe("Brukernavn eller passord er feil.");
      expect([server.to(SAK).length, written(), one("#innlogging").hidden]).toEqual([1, SITUATION, false]);
    });

    test("asks again where signing in has not helped", async () => {
      server.on(SIGN_IN, () => json({}));
      await signIn();
      expect([server.to(SAK).length, written(), one("#innlogging").hidden]).toEqual([2, SITUATION, false]);
      expect(document.querySelectorAll("#innlogging form")).toHaveLength(1);
    });
  });

  describe("with names in it", () => {
    beforeEach(() => {
      open();
      server.on(HIDDEN, () => json({ hidden: ["navn", "telefonnummer"] }));
    });
    const passed = async (text: string): Promise<void> => {
      type("#situation", text);
      await vi.advanceTimersByTimeAsync(QUIET);
    };

    test("is warned of once the keys are quiet, and sent to be looked at in a body alone", async () => {
      type("#situation", "Ola");
      await vi.advanceTimersByTimeAsync(QUIET - 1);
      type("#situation", "Ola, 998 87 766");
      await vi.advanceTimersByTimeAsync(QUIET - 1);
      expect([server.sent, warning()]).toEqual([[], null]);
      await settled();
      expect(server.read(HIDDEN)).toEqual([{ text: "Ola, 998 87 766" }]);
      expect(warning()).toBe("Vi skjulte: navn, telefonnummer.");
    });

    test("is warned of no more when they are gone", async () => {
      await passed("Ola");
      server.on(HIDDEN, () => json({ hidden: [] }));
      await passed("Han");
      expect(warning()).toBeNull();
    });

    test("is judged as it stands last, however late the answers come", async () => {
      const [first, last] = [new Late(), new Late()];
      server.on(HIDDEN, () => first.answer);
      await passed("Ola");
      server.on(HIDDEN, () => last.answer);
      await passed("Han");
      expect(server.to(HIDDEN).map(({ signal }) => signal?.aborted)).toEqual([true, false]);
      last.arrive(json({ hidden: [] }));
      first.arrive(json({ hidden: ["navn"] }));
      await settled();
      expect(warning()).toBeNull();
    });

    test.each([
      ["is not there", () => null],
      ["is ill", () => refused(503)],
      ["knows nobody", () => refused(401)],
    ])("is not said to have any where the server %s, and writing goes on", async (_, answering) => {
      server.on(HIDDEN, answering);
      await passed("Ola");
      expect([warning(), written(), one("#innlogging").hidden]).toEqual([null, "Ola", true]);
    });
  });

  test("is nothing on a page where none is described", () => {
    leave = show("<h1>Steg</h1><form data-other></form>");
    describeCase(document);
    editSheet(document);
    expect([submit("form"), server.sent]).toEqual([true, []]);
  });

  describe("whose sheet was kept", () => {
    const buttons = (): string[] => [...one("#gjemt").querySelectorAll("button")].map((one) => one.textContent);
    const reopen = async (): Promise<void> => {
      one("#gjemt button").click();
      await settled();
    };

    test("can be opened again, with the day it was kept", () => {
      keep(KEPT);
      open();
      expect(one("#gjemt").hidden).toBe(false);
      expect(one("#gjemt [role=status]").textContent).toBe("Et ark fra 20.11.2026.");
      expect(buttons()).toEqual(["Åpne det", "Slett det"]);
      expect(server.sent).toEqual([]);
    });

    test("is made anew, with what was written before in its fields", async () => {
      keep(KEPT);
      server.on(SAK, () => drawn(whole(sheetPage({ ...PARTS, involve: "Fersk kontakt" }))));
      open();
      await reopen();
      expect(server.fields(SAK)).toEqual([{ situation: SITUATION }]);
      expect(["situation", "level", "next", "involve"].map((key) => written(`#del-${key}`))).toEqual([
        SITUATION,
        "Nivå 3, sier vi",
        "Avtalt møte",
        "Fersk kontakt",
      ]);
      expect(kept()).toEqual(KEPT);
    });

    test("takes what is no field of the sheet for nothing, and fills no other field with it", async () => {
      const fields = { ...KEPT.fields, applies: "1", sources: "Falsk", 'x"] , input[name="applies': "1", gone: "Bort" };
      keep({ ...KEPT, fields });
      open();
      await reopen();
      expect(Object.fromEntries(new FormData(one("[data-sheet]", HTMLFormElement)))).toEqual({
        ...KEPT.fields,
        applies: "0",
        sources: "Planen, s. 3",
      });
    });

    test("comes back after signing in too, with what was written before", async () => {
      keep(KEPT);
      server.on(SAK, () => refused(401)).on(SIGN_IN, () => json({}));
      open();
      await reopen();
      expect(one("#innlogging").hidden).toBe(false);
      server.on(SAK, () => drawn(whole(sheetPage(PARTS))));
      await signIn();
      expect([written("#del-level"), written("#del-next")]).toEqual(["Nivå 3, sier vi", "Avtalt møte"]);
    });

    test("is still kept where the server is not there", async () => {
      keep(KEPT);
      server.on(SAK, () => null);
      open();
      await reopen();
      expect([warning(), written(), kept()]).toEqual(["Det gikk ikke.", SITUATION, KEPT]);
    });

    test("can be deleted, and is not offered again", () => {
      keep(KEPT);
      open();
      one("#gjemt button:last-of-type").click();
      expect([kept(), one("#gjemt [role=status]").textContent, buttons()]).toEqual([null, "Slettet.", []]);
      leave();
      open();
      expect(one("#gjemt").hidden).toBe(true);
    });

    test.each(["{halv", "null", '{"at":"i går","kommune":"oppdal","fields":{}}', '"<b>"'])(
      "is not offered where what is kept is something else (%s)",
      (content) => {
        localStorage.setItem("endorinn:saksark", content);
        open();
        expect([one("#gjemt").hidden, buttons()]).toEqual([true, []]);
      },
    );
  });
});

describe("a sheet", () => {
  const open = (parts: Readonly<Record<string, string>> = PARTS): void => {
    leave = show(sheetPage(parts));
    editSheet(document);
  };
  /** Whether whoever goes away now is asked first. */
  const warns = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

  describe("as a PDF", () => {
    let saved: [name: string, address: string][];
    let blobs: Blob[];
    let revoked: string[];
    beforeEach(() => {
      [saved, blobs, revoked] = [[], [], []];
      vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
        blobs.push(blob as Blob);
        return "blob:arket";
      });
      vi.spyOn(URL, "revokeObjectURL").mockImplementation((address) => {
        revoked.push(address);
      });
      vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
        saved.push([this.download, this.href]);
      });
      server.on(PDF, () => drawn("%PDF", { "content-disposition": 'attachment; filename="saksark-2026-11-27.pdf"' }));
      open();
    });
    const download = async (): Promise<boolean> => {
      const isLeft = submit("form[data-sheet]");
      await settled();
      return isLeft;
    };

    test("is saved under the server's name, as it was edited, and the page stays", async () => {
      type("#del-next", "Avtalt møte");
      expect(await download()).toBe(false);
      const { situation, level } = PARTS;
      expect(server.fields(PDF)).toEqual([
        { applies: "0", situation, level, next: "Avtalt møte", sources: "Planen, s. 3" },
      ]);
      expect(saved).toEqual([["saksark-2026-11-27.pdf", "blob:arket"]]);
      expect(await blobs[0]?.text()).toBe("%PDF");
      expect(revoked).toEqual(["blob:arket"]);
      expect(written("#del-next")).toBe("Avtalt møte");
    });

    test("has a name where the server gives it none", async () => {
      server.on(PDF, () => drawn("%PDF"));
      await download();
      expect(saved.map(([name]) => name)).toEqual(["saksark.pdf"]);
    });

    test.each([
      ["is not there", () => null],
      ["is ill", () => refused(500)],
    ])("is not saved where the server %s, which is said, and what is written stays", async (_, answering) => {
      server.on(PDF, answering);
      type("#del-next", "Avtalt møte");
      await download();
      expect([saved, warning(), written("#del-next"), warns()]).toEqual([[], "Det gikk ikke.", "Avtalt møte", true]);
    });

    test("is saved after signing in, with what was written", async () => {
      server.on(PDF, () => refused(401)).on(SIGN_IN, () => json({}));
      type("#del-next", "Avtalt møte");
      await download();
      expect([saved, one("#innlogging").hidden, written("#del-next")]).toEqual([[], false, "Avtalt møte"]);
      server.on(PDF, () => drawn("%PDF"));
      await signIn();
      expect([saved.length, one("#innlogging").hidden]).toEqual([1, true]);
      expect(server.fields(PDF).map(({ next }) => next)).toEqual(["Avtalt møte", "Avtalt møte"]);
    });

    test("lets its writer go, until something more is written", async () => {
      type("#del-next", "Avtalt møte");
      await download();
      expect(warns()).toBe(false);
      type("#del-next", "Avtalt to møter");
      expect(warns()).toBe(true);
    });
  });

  describe("lets its writer go", () => {
    beforeEach(() => {
      open();
    });

    test("without a word where nothing is edited", () => {
      expect(warns()).toBe(false);
    });

    test("not without a word where something is", () => {
      type("#del-next", "Avtalt møte");
      expect([warns(), warns()]).toEqual([true, true]);
    });

    test("where what is edited is kept, until something more is", () => {
      type("#del-next", "Avtalt møte");
      one("[data-keep]").click();
      expect(warns()).toBe(false);
      type("#del-next", "Avtalt to møter");
      expect(warns()).toBe(true);
    });

    test("where another page stands in its place", () => {
      type("#del-next", "Avtalt møte");
      one("main").replaceChildren();
      expect(warns()).toBe(false);
    });
  });

  test("is warned of names as they are written, whichever field they are written in", async () => {
    server.on(HIDDEN, () => json({ hidden: ["navn"] }));
    open();
    type("#del-next", "Ring Ola");
    await vi.advanceTimersByTimeAsync(QUIET);
    expect([server.read(HIDDEN), warning()]).toEqual([[{ text: "Ring Ola" }], "Vi skjulte: navn."]);
  });

  describe("in this browser", () => {
    const told = (): string | null => one("[data-kept-status]").textContent;

    test("is kept when its writer chooses to and not before, as it stands, without what the server fills in", () => {
      vi.setSystemTime("2026-11-27T08:10:00Z");
      open();
      type("#del-next", "Avtalt møte");
      expect([one(".keep").hidden, one("[data-forget]").hidden, localStorage.length]).toEqual([false, true, 0]);
      one("[data-keep]").click();
      expect(kept()).toEqual({
        at: "2026-11-27T08:10:00.000Z",
        kommune: "oppdal",
        fields: { ...PARTS, next: "Avtalt møte" },
      });
      expect([told(), one("[data-forget]").hidden]).toEqual(["Arket ligger her.", false]);
      expect(server.sent).toEqual([]);
    });

    test("is the last one that was kept", () => {
      keep(KEPT);
      open();
      one("[data-keep]").click();
      expect([kept()?.fields, localStorage.length]).toEqual([PARTS, 1]);
    });

    test("can be deleted again", () => {
      open();
      one("[data-keep]").click();
      one("[data-forget]").click();
      expect([localStorage.length, told(), one("[data-forget]").hidden]).toEqual([0, "Slettet.", true]);
      expect(written("#del-next")).toBe("Ring PPT");
    });

    test("can be deleted where an earlier one is kept", () => {
      keep(KEPT);
      open();
      expect(one("[data-forget]").hidden).toBe(false);
      one("[data-forget]").click();
      expect(kept()).toBeNull();
    });

    test("is not said to be kept where the browser refuses, and is warned of still", () => {
      const refuse = (): never => {
        throw new DOMException("", "QuotaExceededError");
      };
      vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
      open();
      type("#del-next", "Avtalt møte");
      one("[data-keep]").click();
      expect(told()).not.toBe("Arket ligger her.");
      expect([one("[data-forget]").hidden, warns()]).toEqual([true, true]);
      expect(written("#del-next")).toBe("Avtalt møte");
    });
  });
});
