import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { describeCase } from "../../src/lookup/case";
import { keep, kept } from "../../src/lookup/keeping";
import { editSheet } from "../../src/lookup/sheet";
import { casePage, HIDDEN, one, PDF, SAK, sheetPage, show, SIGN_IN, submit, type, WAYS_IN, whole } from "./pages";
import { drawn, json, Late, refused, Server } from "./server";

const QUIET = 500;
const SITUATION = "Han er 9 år & sier <nei> hver morgen.\nMor er sliten.";
const PARTS = { situation: SITUATION, level: "Nivå 2", next: "Ring PPT" };
const HEADINGS = { situation: "Om situation", level: "Om level", next: "Om next" };
const KEPT = {
  at: "2026-11-20T09:00:00.000Z",
  kommune: "oppdal",
  asked: SITUATION,
  fields: { situation: SITUATION, level: "Nivå 3, sier vi", next: "Avtalt møte" },
  headings: HEADINGS,
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
const failure = (): string | undefined => document.querySelector("[data-failure][role=alert]")?.textContent;
const isBusy = (which: string): boolean => one(which).getAttribute("aria-disabled") === "true";
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
    expect([written(), failure(), warning()]).toEqual([SITUATION, "Det gikk ikke.", null]);
    server.on(SAK, () => drawn(whole(sheetPage(PARTS))));
    await make();
    expect([server.fields(SAK).at(-1), written("#del-situation")]).toEqual([{ situation: SITUATION }, SITUATION]);
  });

  test("is sent once at a time, and the button says so without losing the focus", async () => {
    const [first, second] = [new Late(), new Late()];
    server.on(SAK, () => first.answer);
    open();
    type("#situation", SITUATION);
    one(".send").focus();
    await make();
    server.on(SAK, () => second.answer);
    await make();
    expect(server.to(SAK)).toHaveLength(1);
    expect([isBusy(".send"), one(".send", HTMLButtonElement).disabled, document.activeElement]).toEqual([
      true,
      false,
      one(".send"),
    ]);
    expect(one("#situation", HTMLTextAreaElement).readOnly).toBe(true);
    first.arrive(drawn(whole(sheetPage(PARTS))));
    await settled();
    type("#del-next", "Mine ord");
    second.arrive(drawn(whole(sheetPage(PARTS))));
    await settled();
    expect([written("#del-next"), isBusy(".send")]).toEqual(["Mine ord", false]);
  });

  test.each([
    ["fails", () => refused(503)],
    ["needs somebody to sign in", () => refused(401)],
  ])("can be written and sent again when sending it %s", async (_, answering) => {
    server.on(SAK, answering);
    open();
    type("#situation", SITUATION);
    await make();
    expect([isBusy(".send"), one("#situation", HTMLTextAreaElement).readOnly]).toEqual([false, false]);
    await make();
    expect(server.to(SAK)).toHaveLength(2);
  });

  test("that has become a sheet is not sent by a way in that was pressed twice", async () => {
    server.on(SAK, () => refused(401)).on(SIGN_IN, () => json({}));
    open();
    await make();
    server.on(SAK, () => drawn(whole(sheetPage(PARTS))));
    submit("#innlogging form");
    await signIn();
    expect([server.to(SIGN_IN).length, server.to(SAK).length]).toEqual([2, 2]);
  });

  test("that was not sent is said to be so until it is, whatever is said of names meanwhile", async () => {
    server.on(SAK, () => refused(429)).on(HIDDEN, () => json({ hidden: ["navn"] }));
    open();
    type("#situation", "Ola");
    await make();
    await vi.advanceTimersByTimeAsync(QUIET);
    expect([failure(), warning()]).toEqual(["Det gikk ikke.", "Vi skjulte: navn."]);
    server.on(HIDDEN, () => json({ hidden: [] }));
    type("#situation", "Han");
    await vi.advanceTimersByTimeAsync(QUIET);
    expect([failure(), warning()]).toEqual(["Det gikk ikke.", null]);
    await make();
    expect(document.querySelectorAll("[data-failure]")).toHaveLength(1);
    server.on(SAK, () => refused(401));
    await make();
    expect([failure(), one("#innlogging").hidden]).toEqual([undefined, false]);
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

    test("fills nothing that the server fills in, and no field with what is another's", async () => {
      const strange = { 'x"] , input[name="applies': "1" };
      keep({ ...KEPT, fields: { ...KEPT.fields, applies: "1", sources: "Falsk", ...strange } });
      open();
      await reopen();
      const sheet = [...new FormData(one("[data-sheet]", HTMLFormElement))];
      expect(Object.fromEntries(sheet)).toEqual({
        ...KEPT.fields,
        ...strange,
        applies: "0",
        sources: "Planen, s. 3",
      });
      expect(sheet).toHaveLength(6);
    });

    test("shows a part that today's sheet lacks under its own heading, last, and loses nothing of it", async () => {
      const fields = { ...KEPT.fields, family: "Mine <b>ord</b>" };
      keep({ ...KEPT, fields, headings: { ...HEADINGS, family: "Til familien" } });
      open();
      await reopen();
      const part = [...document.querySelectorAll(".part")].at(-1);
      expect([part?.querySelector("label")?.textContent, written("#del-family")]).toEqual([
        "Til familien",
        "Mine <b>ord</b>",
      ]);
      expect(one("#del-family", HTMLTextAreaElement).labels[0]).toBe(part?.querySelector("label"));
      submit("form[data-sheet]");
      expect(server.fields(PDF)[0]?.family).toBe("Mine <b>ord</b>");
      one("[data-keep]").click();
      expect([kept()?.fields, kept()?.headings?.family]).toEqual([fields, "Til familien"]);
    });

    test("shows such a part where its heading was not kept", async () => {
      keep({ at: KEPT.at, kommune: "oppdal", fields: { ...KEPT.fields, family: "Mine ord" } });
      open();
      await reopen();
      expect([server.fields(SAK), written("#del-family")]).toEqual([[{ situation: SITUATION }], "Mine ord"]);
      one("[data-keep]").click();
      expect(kept()?.fields.family).toBe("Mine ord");
    });

    test.each(["", "Lang ".repeat(500)])("can be opened whatever its situation was made into (%#)", async (edited) => {
      server.on(SAK, ({ body }) => {
        const text = new URLSearchParams(body).get("situation") ?? "";
        const isFault = text === "" || text.length > 2_000;
        return isFault ? drawn(whole(casePage(text, "Feil.")), {}, 422) : drawn(whole(sheetPage(PARTS)));
      });
      leave = show(sheetPage(PARTS));
      editSheet(document);
      type("#del-situation", edited);
      type("#del-next", "Mine ord");
      one("[data-keep]").click();
      leave();
      open();
      await reopen();
      expect([written("#del-situation"), written("#del-next")]).toEqual([edited, "Mine ord"]);
      expect(server.fields(SAK)).toEqual([{ situation: SITUATION }]);
    });

    test("can be opened where what was hidden has made its situation too long to send", async () => {
      keep({ ...KEPT, asked: "Ring [telefonnummer]. ".repeat(100) });
      open();
      await reopen();
      expect([server.fields(SAK)[0]?.situation?.length, written("#del-situation")]).toEqual([2_000, SITUATION]);
    });

    test("is opened once, and takes no place of what is being sent", async () => {
      keep(KEPT);
      const late = new Late();
      server.on(SAK, () => late.answer);
      open();
      one("#gjemt button").click();
      one("#gjemt button").click();
      submit("form[data-case]");
      await settled();
      expect([server.to(SAK).length, isBusy("#gjemt button"), isBusy("form .send")]).toEqual([1, true, true]);
      late.arrive(drawn(whole(sheetPage(PARTS))));
      await settled();
      expect(written("#del-next")).toBe("Avtalt møte");
    });

    test.each([
      ["is not there", () => null],
      ["does not make a sheet of it", () => drawn(whole(casePage("", "Feil.")), {}, 422)],
    ])("leaves what is typed where it is where the server %s", async (_, answering) => {
      keep(KEPT);
      server.on(SAK, answering);
      open();
      type("#situation", "En annen");
      await reopen();
      expect([failure(), written(), kept()]).toEqual(["Det gikk ikke.", "En annen", KEPT]);
      expect(server.fields(SAK)).toEqual([{ situation: SITUATION }]);
    });

    describe("in another municipality", () => {
      beforeEach(() => {
        keep({ ...KEPT, kommune: "rennebu" });
      });

      test.each([
        ["", "/oppslag/rennebu/sak"],
        ["?lang=nn", "/oppslag/rennebu/sak?lang=nn"],
      ])("is not made into one of this one's, and leads to its own page (%s)", (query, address) => {
        open(casePage().replace('action="/oppslag/oppdal/sak"', `action="/oppslag/oppdal/sak${query}"`));
        expect(one("#gjemt [role=status]").textContent).toBe("Et ark for en annen, fra 20.11.2026.");
        expect([one("#gjemt a").textContent, one("#gjemt a").getAttribute("href")]).toEqual(["Gå dit", address]);
        expect(buttons()).toEqual(["Slett det"]);
      });

      test("can be deleted all the same", () => {
        open();
        one("#gjemt button").click();
        expect([kept(), one("#gjemt [role=status]").textContent]).toEqual([null, "Slettet."]);
        expect(document.querySelectorAll("#gjemt a, #gjemt button")).toHaveLength(0);
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
      expect([failure(), written(), kept()]).toEqual(["Det gikk ikke.", SITUATION, KEPT]);
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
      expect([saved, failure(), written("#del-next"), warns()]).toEqual([[], "Det gikk ikke.", "Avtalt møte", true]);
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

    test("is made once at a time, and what went wrong before is said no more when it is saved", async () => {
      server.on(PDF, () => refused(500));
      await download();
      expect(failure()).toBe("Det gikk ikke.");
      const late = new Late();
      server.on(PDF, () => late.answer);
      await download();
      await download();
      expect([server.to(PDF).length, isBusy(".send")]).toEqual([2, true]);
      late.arrive(drawn("%PDF"));
      await settled();
      expect([saved.length, failure(), isBusy(".send")]).toEqual([1, undefined, false]);
    });

    test("does not let go what was written while it was made", async () => {
      const late = new Late();
      server.on(PDF, () => late.answer);
      type("#del-level", "Nivå 3");
      await download();
      expect(warns()).toBe(true);
      type("#del-next", "Mine ord");
      late.arrive(drawn("%PDF"));
      await settled();
      expect([saved.length, warns()]).toEqual([1, true]);
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

  describe("with a name in one field", () => {
    beforeEach(() => {
      server.on(HIDDEN, ({ body }) => {
        const kinds = { Ola: "navn", "998 87 766": "telefonnummer" };
        return json({ hidden: Object.entries(kinds).flatMap(([text, kind]) => (body.includes(text) ? [kind] : [])) });
      });
      open();
    });

    test.each([QUIET, 300])("is warned of it while another is written in (%i ms later)", async (after) => {
      type("#del-next", "Ring Ola");
      await vi.advanceTimersByTimeAsync(after);
      type("#del-level", "Nivå 3");
      await vi.advanceTimersByTimeAsync(QUIET);
      expect([server.read(HIDDEN), warning()]).toEqual([
        [{ text: "Ring Ola" }, { text: "Nivå 3" }],
        "Vi skjulte: navn.",
      ]);
    });

    test("is warned of everything that stands in any of them, each kind once, until it is gone", async () => {
      for (const [which, text] of [
        ["#del-next", "Ring Ola"],
        ["#del-level", "Ola, 998 87 766"],
      ] as const) {
        type(which, text);
        await vi.advanceTimersByTimeAsync(QUIET);
      }
      expect(warning()).toBe("Vi skjulte: navn, telefonnummer.");
      type("#del-level", "Nivå 3");
      await vi.advanceTimersByTimeAsync(QUIET);
      expect(warning()).toBe("Vi skjulte: navn.");
      type("#del-next", "Ring mor");
      await vi.advanceTimersByTimeAsync(QUIET);
      expect(warning()).toBeNull();
    });
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
        asked: SITUATION,
        fields: { ...PARTS, next: "Avtalt møte" },
        headings: HEADINGS,
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

    test("is said not to be kept where the browser refuses, and is warned of still", () => {
      const refuse = (): never => {
        throw new DOMException("", "QuotaExceededError");
      };
      vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
      open();
      type("#del-next", "Avtalt møte");
      one("[data-keep]").click();
      expect(told()).toBe("Ikke her.");
      expect([one("[data-forget]").hidden, warns()]).toEqual([true, true]);
      expect(written("#del-next")).toBe("Avtalt møte");
    });
  });
});
