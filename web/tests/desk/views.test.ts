import { render, type TemplateResult } from "lit";
import { beforeEach, describe, expect, test } from "vitest";

import { Desk } from "../../src/desk/desk";
import { Opened } from "../../src/desk/opened";
import { named } from "../../src/desk/texts";
import { caseView } from "../../src/desk/views/case";
import { endedView } from "../../src/desk/views/ended";
import { helpView } from "../../src/desk/views/help";
import { queueView } from "../../src/desk/views/queue";
import { warningsView } from "../../src/desk/views/top";
import type { Case, CaseWhole } from "../../src/desk/types";
import { answer, service } from "../answer/answers";
import { entryOf, ME, mineCase, oneCase, queueOf, wholeCase } from "./cases";

function drawn(view: TemplateResult): HTMLElement {
  const place = document.createElement("div");
  render(view, place);
  return place;
}

function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

describe("what is drawn", () => {
  let desk: Desk;
  beforeEach(() => {
    localStorage.clear();
    const none = (): void => undefined;
    desk = new Desk({ changed: none, focus: none, go: none, insert: none });
    desk.me = ME;
    Object.assign(desk, { ahead: Date.parse("2026-11-27T08:10:00Z") - Date.now() });
  });

  const open = (whole: Partial<CaseWhole>): Opened => {
    const none = (): void => undefined;
    const opened = new Opened(11, { changed: none, lost: none });
    opened.whole = wholeCase(whole);
    opened.entries = opened.whole.entries;
    desk.opened = opened;
    return opened;
  };
  const caseOf = (whole: Partial<CaseWhole>): HTMLElement => drawn(caseView(desk, open(whole)));

  test("of the queue is in the server's order, and says in words what is acute, late, unread and whose", () => {
    desk.queue = queueOf({
      waiting: [oneCase({ id: 13, acute: "selvmord", language: "nn" }), oneCase()],
      live: [
        mineCase({ id: 14, unread: 2 }),
        mineCase({ id: 15, mine: false, holder: { id: 2, name: "Koordinator To", here: false } }),
      ],
      callbacks: [oneCase({ id: 16, state: "callback", due: "2026-11-26", overdue: true, contact_kind: "email" })],
      colleagues: [{ id: 2, name: "Koordinator To", kommuner: ["oppdal"], state: "away", text: "lunsj", here: true }],
    });
    const rows = [...drawn(queueView(desk)).querySelectorAll("a, .colleagues li")].map(textOf);
    expect(rows).toEqual(
      [
        "! Akutt: selvmordstanker Skolevegring Forelder · 9 år · Oppdal · Nynorsk Har ventet 10 min",
        "Skolevegring Forelder · 9 år · Oppdal Har ventet 10 min",
        "Skolevegring Forelder · 9 år · Oppdal 2 nye meldinger",
        "! Over fristen Skolevegring Forelder · 9 år · Oppdal Frist 26. november E-post",
        "Skolevegring Forelder · 9 år · Oppdal Koordinator To (ikke pålogget)",
        "Koordinator To: Borte (lunsj)",
      ].map((row) => row.replace(/^(! Over fristen) (Skolevegring Forelder · 9 år · Oppdal)/, "$2 $1")),
    );
  });

  test("of mail that does not go out is a warning", () => {
    desk.queue = queueOf({ mail: { ok: false, since: "2026-11-27T08:00:00+00:00", waiting: 3 } });
    expect(textOf(drawn(warningsView(desk)))).toContain("3 varsler har ventet siden 09:00");
  });

  test.each([
    [0, "E-post har ikke gått ut siden 09:00. Si fra"],
    [1, "E-post går ikke ut. 1 varsel har ventet siden 09:00."],
  ])("of mail of which %i waits is said as one would say it", (waiting, said) => {
    desk.queue = queueOf({ mail: { ok: false, since: "2026-11-27T08:00:00+00:00", waiting } });
    expect(textOf(drawn(warningsView(desk)))).toContain(said);
  });

  test("of a municipality that is stopped says so, and since when", () => {
    expect(textOf(drawn(warningsView(desk)))).toBe("");
    desk.queue = queueOf({ stopped: [{ kommune: "Oppdal", since: "2026-11-27T08:00:00+00:00" }] });
    expect(textOf(drawn(warningsView(desk)))).toContain(
      "De automatiske svarene i Oppdal har vært stoppet siden 09:00.",
    );
  });

  test.each<[Partial<Case>, string]>([
    [{ state: "closed", outcome: "svar-gitt" }, "Svar gitt"],
    [{ state: "called", outcome: "time-avtalt" }, "Time avtalt"],
    [{ state: "returned" }, "Tilbake til veiviseren"],
    [{ state: "cancelled" }, "Familien trakk seg"],
    [{ state: "noe-nytt" }, "noe-nytt"],
  ])("of a case that is over (%j) says how it ended", (ended, said) => {
    desk.pages.ended.value = [oneCase({ ...ended, ended_at: "2026-11-27T08:00:00+00:00" })];
    expect(textOf(drawn(endedView(desk)).querySelector(".row-foot"))).toBe(`09:00 ${said}`);
    expect(textOf(caseOf({ ...ended, may: [] }).querySelector(".case-state"))).toBe(`Avsluttet: ${said}`);
  });

  test("of a word that is missing is nothing, and everything else is drawn", () => {
    expect([named(desk.texts, "end", undefined), named(desk.texts, "end", null)]).toEqual(["", ""]);
  });

  test("of a case that a colleague has given is marked until it is opened", () => {
    const mark = (): string => textOf(drawn(queueView(desk)).querySelector("[data-case='11'] .row-foot"));
    desk.papers.know([]);
    desk.queue = queueOf({ live: [mineCase()] });
    expect(mark()).toBe("Ny hos deg");
    desk.papers.know([11]);
    expect(mark()).toBe("");
  });

  test("of a history says who has opened the case", () => {
    const history = [{ at: "2026-11-27T08:00:00+00:00", by: "Koordinator To", kind: "seen", detail: null }];
    const opened = open({ history });
    opened.tab = "history";
    expect(textOf(drawn(caseView(desk, opened)).querySelector(".happened"))).toBe("09:00 Koordinator To: åpnet saken");
  });

  test("of a claim carries one's own name, and never another's", () => {
    const name = (): string | undefined => caseOf({}).querySelector<HTMLInputElement>("#shown")?.value;
    desk.machine.show(2, "Ola");
    expect(name()).toBe("");
    desk.machine.show(ME.id, "Kari");
    expect(name()).toBe("Kari");
  });

  describe("of what can be sent", () => {
    const helpOf = (may: CaseWhole["may"], ready: (opened: Opened) => void): HTMLElement => {
      const opened = open({ may });
      ready(opened);
      return drawn(helpView(desk, opened, wholeCase({ may })));
    };
    const suggestion = answer({ services: [service()] });

    test("is what the family's own words lead to, until somebody searches", () => {
      const suggest = (opened: Opened): void => {
        opened.suggested.value = suggestion;
      };
      const help = helpOf(["write"], suggest);
      expect(textOf(help.querySelector("h4"))).toBe("Forslag ut fra det familien har fortalt");
      expect(textOf(help.querySelector(".found-list > li > button"))).toContain("Send dette kortet");
      const searched = helpOf(["write"], (opened) => {
        suggest(opened);
        opened.found.value = answer({ services: [] });
        opened.found.isAsked = true;
      });
      expect([searched.querySelector("h4"), searched.querySelector(".found-list")]).toEqual([null, null]);
    });

    test("is only the search where there is no suggestion, or somebody else writes", () => {
      for (const [may, value] of [
        [["write"], null],
        [["write"], answer({ services: [] })],
        [["note"], suggestion],
      ] as const) {
        const help = helpOf([...may], (opened) => {
          opened.suggested.value = value;
        });
        expect([help.querySelector("h4"), help.querySelector("#search") === null]).toEqual([null, false]);
      }
    });
  });

  test("of a summary that was not sent is a sentence", () => {
    expect(textOf(caseOf({ is_empty: true }).querySelector(".summary"))).toContain(
      "Familien har valgt å ikke sende noe sammendrag.",
    );
  });

  test("of what can be done is only what may be done", () => {
    const names = (may: CaseWhole["may"]): string[] =>
      [...caseOf({ may }).querySelectorAll(".acts button, .claim-go, .reply button")].map(textOf);
    expect(names(["claim", "note"])).toEqual(["Ta samtalen"]);
    expect(names(["take-over"])).toEqual(["Ta over"]);
    expect(names(["write", "close", "pass", "release"])).toEqual(["Avslutt", "Gi til kollega", "Legg tilbake", "Send"]);
    expect(names([])).toEqual([]);
  });

  test("of a contact can be dialled or written to", () => {
    const phone = caseOf({ contact: { phone: "+4791234567", when: "Etter 14" } });
    expect(phone.querySelector(".callback a")?.getAttribute("href")).toBe("tel:+4791234567");
    expect(textOf(phone.querySelector(".callback"))).toBe("Ring +47 912 34 567 Passer best: Etter 14");
    const mail = caseOf({ contact: { email: "noen@eksempel.no" } });
    expect(mail.querySelector(".callback a")?.getAttribute("href")).toBe("mailto:noen@eksempel.no");
  });

  test.each(["asked", "given", "refused"] as const)(
    "of a consent that is %s names the service and the words",
    (state) => {
      const consent = { proposal: 1, service: { id: "oppdal/pp", name: "PP-tjenesten" }, words: "Ring oss", state };
      const told = textOf(caseOf({ consent }).querySelector(".consent"));
      expect(told).toContain("PP-tjenesten");
      expect(told).toContain("Ring oss");
    },
  );

  test("of the talk is in its order, with what the assistant said folded and a card by its name", () => {
    const card = answer({ services: [service()], reply: "", body: [] });
    const entries = [
      entryOf(1, "message", "Hei"),
      entryOf(2, "answer", "Her er noen.\nTo til.", { answer: answer({ reply: "Her er noen." }) }),
      entryOf(3, "status", "", { status: { kind: "claimed", by: "Kari" } }),
      entryOf(4, "coordinator", "Se her:", { by: "Kari", answer: card }),
      entryOf(5, "status", "", { status: { kind: "noe-nytt" } }),
    ];
    const lines = [...caseOf({ entries }).querySelectorAll(".line")];
    expect(lines.map((line) => line.getAttribute("data-kind"))).toEqual([
      "message",
      "answer",
      "status",
      "coordinator",
      "status",
    ]);
    expect(textOf(lines[1]?.querySelector("summary"))).toBe("Her er noen.");
    expect(textOf(lines[2])).toBe("Samtalen ble tatt av Kari 09:05");
    expect(textOf(lines[3]?.querySelector("summary"))).toBe("Kort: Helsestasjonen i Tynset");
  });
});
