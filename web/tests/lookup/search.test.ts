import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { searchAsTyped } from "../../src/lookup/search";
import { hits, one, press, SEARCH, searchPage, show, submit, type } from "./pages";
import { drawn, Late, refused, Server } from "./server";

const QUIET = 120;

describe("the search", () => {
  let server: Server;
  let leave: () => void = () => undefined;
  beforeEach(() => {
    vi.useFakeTimers();
    server = new Server().on(SEARCH, () => drawn(hits("PPT", "BUP", "NAV"), { "x-understood": "1" }));
  });
  afterEach(() => {
    leave();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const open = (main = searchPage()): void => {
    leave = show(main);
    searchAsTyped(document);
  };
  const passed = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const asked = (): (string | undefined)[] => server.fields(SEARCH).map(({ q }) => q);
  const titles = (): (string | null)[] => [...one("#treff").querySelectorAll("h3")].map((title) => title.textContent);
  const found = async (text: string): Promise<void> => {
    type("#q", text);
    await passed(QUIET);
  };

  describe("while somebody types", () => {
    beforeEach(() => {
      open();
    });

    test("asks once the keys are quiet, and sends what is typed in a body alone", async () => {
      for (const text of ["sk", "sko", "skole"]) {
        type("#q", text);
        await passed(QUIET - 1);
      }
      expect(server.sent).toEqual([]);
      await passed(1);
      expect(server.fields(SEARCH)).toEqual([{ q: "skole", need: "", age: "" }]);
      expect(server.sent[0]?.headers).toEqual({ "X-Endorinn-Desk": "1" });
      await passed(60_000);
      expect(server.sent).toHaveLength(1);
    });

    test("puts the hits in place and tells how many they are, and the field keeps the focus", async () => {
      one("#q").focus();
      await found("skole");
      expect(titles()).toEqual(["PPT", "BUP", "NAV"]);
      expect([one("#antall").textContent, one("#begynn").hidden]).toEqual(["3 treff", true]);
      expect(one("#antall").classList.contains("visually-hidden")).toBe(true);
      expect(document.activeElement).toBe(one("#q"));
    });

    test("tells that there are none", async () => {
      server.on(SEARCH, () => drawn(hits()));
      await found("xyz");
      expect([titles(), one("#antall").textContent, one("#begynn").hidden]).toEqual([[], "Ingen treff", true]);
    });

    test("gives up the former question when there is a new one, and says nothing of it", async () => {
      const first = new Late();
      server.on(SEARCH, () => first.answer);
      await found("sko");
      expect(server.sent[0]?.signal?.aborted).toBe(false);
      server.on(SEARCH, () => new Late().answer);
      await found("skole");
      expect(server.sent.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
      expect([one("#antall").textContent, titles()]).toEqual(["", []]);
    });

    test("puts no hits that come late over those that are newer", async () => {
      let end: () => void = () => undefined;
      const slow = new ReadableStream<Uint8Array>({
        start: (line) => {
          end = () => {
            line.enqueue(new TextEncoder().encode(hits("Gammelt")));
            line.close();
          };
        },
      });
      server.on(SEARCH, () => new Response(slow));
      await found("sko");
      server.on(SEARCH, () => drawn(hits("Nytt")));
      await found("skole");
      end();
      await passed(1);
      expect([titles(), one("#antall").textContent]).toEqual([["Nytt"], "1 treff"]);
    });

    test.each(["", "s", "  s  "])(
      "clears what was found where too little is left (%j), and asks nothing",
      async (text) => {
        await found("skole");
        await found(text);
        expect([titles(), one("#antall").textContent, one("#begynn").hidden]).toEqual([[], "", false]);
        expect(asked()).toEqual(["skole"]);
      },
    );

    test("does not show what was under way when the field was emptied", async () => {
      const late = new Late();
      server.on(SEARCH, () => late.answer);
      await found("skole");
      await found("");
      late.arrive(drawn(hits("PPT")));
      await passed(1);
      expect([titles(), one("#begynn").hidden]).toEqual([[], false]);
    });

    test("runs nothing of what is drawn", async () => {
      const { settings } = (window as unknown as { happyDOM: { settings: { enableJavaScriptEvaluation: boolean } } })
        .happyDOM;
      settings.enableJavaScriptEvaluation = true;
      const ran = vi.fn();
      vi.stubGlobal("ran", ran);
      try {
        server.on(SEARCH, () => drawn(`<script>ran("drawn")</script>${hits("<script>ran('hit')</script>PPT")}`));
        await found("skole");
        expect(one("#treff").querySelectorAll("script")).toHaveLength(2);
        expect(ran).not.toHaveBeenCalled();
        const own = document.createElement("script");
        own.textContent = 'ran("own")';
        one("#treff").append(own); // A script of this page does run, or the test would tell nothing.
        expect(ran).toHaveBeenCalledExactlyOnceWith("own");
      } finally {
        settings.enableJavaScriptEvaluation = false;
      }
    });
  });

  describe("where what understands was late", () => {
    beforeEach(() => {
      open();
      server.on(SEARCH, () => drawn(hits("Etter ordene"), { "x-understood": "0" }));
    });

    test("asks once more, and puts what was understood in place", async () => {
      await found("skole");
      expect(titles()).toEqual(["Etter ordene"]);
      server.on(SEARCH, () => drawn(hits("Forstått"), { "x-understood": "1" }));
      await passed(1_499);
      expect(asked()).toEqual(["skole"]);
      await passed(1);
      expect([asked(), titles()]).toEqual([["skole", "skole"], ["Forstått"]]);
    });

    test("asks no third time", async () => {
      await found("skole");
      await passed(60_000);
      expect(asked()).toEqual(["skole", "skole"]);
    });

    test("asks once more for what was typed last alone, however the answers and the keys fall", async () => {
      const first = new Late();
      server.on(SEARCH, () => first.answer);
      await found("sko");
      type("#q", "skole");
      await passed(50);
      server.on(SEARCH, () => drawn(hits("Etter ordene"), { "x-understood": "0" }));
      first.arrive(drawn(hits("Etter ordene"), { "x-understood": "0" }));
      await passed(60_000);
      expect(asked()).toEqual(["sko", "skole", "skole"]);
    });

    test("waits until the keys are quiet, also where an answer comes while they are not", async () => {
      const first = new Late();
      server.on(SEARCH, () => first.answer);
      await found("sko");
      type("#q", "skol");
      await passed(50);
      first.arrive(drawn(hits("Etter ordene"), { "x-understood": "0" }));
      await passed(40);
      for (let keys = 0; keys < 40; keys++) {
        type("#q", `skole${"e".repeat(keys)}`);
        await passed(QUIET - 30);
      }
      expect(asked()).toEqual(["sko"]);
    });

    test.each([
      ["is not there", () => null],
      ["has had enough", () => refused(429)],
      ["knows nobody any more", () => refused(401)],
    ])("changes nothing where the server %s the second time", async (_, answering) => {
      const left = vi.spyOn(HTMLFormElement.prototype, "submit").mockReturnValue();
      await found("skole");
      server.on(SEARCH, answering);
      await passed(1_500);
      expect(asked()).toEqual(["skole", "skole"]);
      expect([titles(), one("#antall").textContent, one("#begynn").hidden]).toEqual([
        ["Etter ordene"],
        "1 treff",
        true,
      ]);
      expect([one("#antall").classList.contains("visually-hidden"), left.mock.calls]).toEqual([true, []]);
    });

    test("does not ask again for what is not there any more", async () => {
      await found("skole");
      await passed(1_000);
      await found("bolig");
      await passed(1_000);
      expect(asked()).toEqual(["skole", "bolig"]);
      await passed(60_000);
      expect(asked()).toEqual(["skole", "bolig", "bolig"]);
    });
  });

  describe("with the keys", () => {
    beforeEach(async () => {
      open();
      one("#q").focus();
      await found("skole");
    });

    const where = (): string | null | undefined => document.activeElement?.textContent;
    /** Hits in another order keep their addresses. */
    const turned = (html: string): string =>
      html.replace("/t/0", "/t/x").replace("/t/1", "/t/0").replace("/t/x", "/t/1");

    test.each([
      ["on the same hit where others come in their place", turned(hits("BUP", "PPT", "NAV")), "PPT"],
      [
        "in the field where the hit is gone",
        hits().replace("</ol>", '<li><h3><a href="/t/9">Ny</a></h3></li></ol>'),
        "",
      ],
    ])("stays %s", async (_, second, place) => {
      server.on(SEARCH, () => drawn(hits("PPT", "BUP", "NAV"), { "x-understood": "0" }));
      await found("skole!");
      press("ArrowDown");
      expect(where()).toBe("PPT");
      server.on(SEARCH, () => drawn(second, { "x-understood": "1" }));
      await passed(1_500);
      expect([asked().length, where()]).toEqual([3, place]);
      expect([one("#q"), ...one("#treff").querySelectorAll("a")]).toContain(document.activeElement);
    });

    test("stays where it is when others than a hit have it", async () => {
      one("#f-need").focus();
      await found("skole!");
      expect(document.activeElement).toBe(one("#f-need"));
    });

    test("goes down through the hits to the last, and up again to the field", () => {
      const down = ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"].map((key) => [press(key), where()]);
      expect(down).toEqual(["PPT", "BUP", "NAV", "NAV"].map((title) => [true, title]));
      expect([press("ArrowUp"), where()]).toEqual([true, "BUP"]);
      press("ArrowUp");
      press("ArrowUp");
      expect(document.activeElement).toBe(one("#q"));
      expect(press("ArrowUp")).toBe(false);
    });

    test("Escape goes from a hit to the field", () => {
      press("ArrowDown");
      press("ArrowDown");
      press("Escape");
      expect(document.activeElement).toBe(one("#q"));
    });

    test("leaves the arrows alone where there are no hits, and everywhere else on the page", async () => {
      one("#f-need").focus();
      expect([press("ArrowDown"), document.activeElement]).toEqual([false, one("#f-need")]);
      one("#q").focus();
      await found("");
      expect([press("ArrowDown"), document.activeElement]).toEqual([false, one("#q")]);
    });

    test("a stroke goes to the field from anywhere", () => {
      one("#treff").querySelector("a")?.focus();
      expect([press("/"), document.activeElement]).toEqual([true, one("#q")]);
      one("#q").blur();
      expect([press("/", { shiftKey: true }), document.activeElement]).toEqual([true, one("#q")]);
    });

    test("a stroke is a stroke where somebody writes or chooses", () => {
      expect(press("/")).toBe(false);
      one("#f-need").focus();
      expect([press("/"), document.activeElement]).toEqual([false, one("#f-need")]);
    });

    test.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])("a stroke with %j is the browser's", (held) => {
      one("#q").blur();
      expect(press("/", held)).toBe(false);
      expect(document.activeElement).not.toBe(one("#q"));
    });
  });

  describe("with filters", () => {
    beforeEach(() => {
      open();
    });

    const choose = (which: string, value: string): void => {
      one(which, HTMLSelectElement).value = value;
      one(which).dispatchEvent(new Event("change", { bubbles: true }));
    };

    test("asks at once, and not again for the keys before", async () => {
      type("#q", "skole");
      choose("#f-need", "skolefravaer");
      expect(server.fields(SEARCH)).toEqual([{ q: "skole", need: "skolefravaer", age: "" }]);
      await passed(60_000);
      expect(server.sent).toHaveLength(1);
    });

    test("can be without them again, and keeps the words", async () => {
      await found("skole");
      choose("#f-need", "skolefravaer");
      choose("#f-age", "9");
      expect(one("[data-clear]").hidden).toBe(false);
      one("[data-clear]").click();
      expect(server.fields(SEARCH).slice(-2)).toEqual([
        { q: "skole", need: "skolefravaer", age: "9" },
        { q: "skole", need: "", age: "" },
      ]);
    });

    test("asks nothing more when the field itself is left", async () => {
      await found("skole");
      one("#q").dispatchEvent(new Event("change", { bubbles: true }));
      await passed(60_000);
      expect(asked()).toEqual(["skole"]);
    });
  });

  test("asks at once when it is sent, and does not leave the page", async () => {
    open();
    type("#q", "skole");
    expect(submit("form")).toBe(false);
    expect(asked()).toEqual(["skole"]);
    await passed(60_000);
    expect(asked()).toEqual(["skole"]);
    expect(titles()).toEqual(["PPT", "BUP", "NAV"]);
  });

  describe("that is not answered", () => {
    test.each([
      ["is not there", () => null],
      ["is ill", () => refused(503)],
      ["has had enough", () => refused(429)],
    ])("says so where the server %s, and keeps what is typed", async (_, answering) => {
      open();
      await found("skole");
      server.on(SEARCH, answering);
      await found("skolevegring");
      expect([one("#antall").textContent, one("#antall").classList.contains("visually-hidden")]).toEqual([
        "Nede.",
        false,
      ]);
      expect([titles(), one("#begynn").hidden, one("#q", HTMLInputElement).value]).toEqual([[], false, "skolevegring"]);
      server.on(SEARCH, () => drawn(hits("PPT")));
      submit("form");
      await passed(1);
      expect([titles(), one("#antall").textContent]).toEqual([["PPT"], "1 treff"]);
      expect(one("#antall").classList.contains("visually-hidden")).toBe(true);
    });

    test("is sent as a page where nobody is signed in any more, with what is typed and chosen", async () => {
      const sent: unknown[] = [];
      vi.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(function (this: HTMLFormElement) {
        sent.push([new URL(this.action).pathname, this.method, Object.fromEntries(new FormData(this))]);
      });
      server.on(SEARCH, () => refused(401));
      open();
      one("#f-age", HTMLSelectElement).value = "9";
      await found("skole");
      expect(sent).toEqual([["/oppslag/oppdal", "post", { q: "skole", need: "", age: "9" }]]);
      expect(one("#antall").textContent).toBe("");
    });
  });

  describe("of a page that somebody comes back to", () => {
    test("asks for what the browser has put in the field again", async () => {
      open(searchPage("skole"));
      await passed(1);
      expect([asked(), titles()]).toEqual([["skole"], ["PPT", "BUP", "NAV"]]);
    });

    test.each([
      ["hits stand there already", searchPage("skole", hits("PPT"))],
      ["the server has found none", searchPage("skole", hits())],
      ["nothing is typed", searchPage()],
    ])("asks nothing where %s", async (_, main) => {
      open(main);
      await passed(60_000);
      expect(server.sent).toEqual([]);
    });
  });

  test("is nothing on a page that has none", () => {
    open("<h1>Steg</h1><input id='q'>");
    type("#q", "skole");
    vi.runAllTimers();
    one("#q").blur();
    expect([press("/"), server.sent]).toEqual([false, []]);
  });
});
