import { render, type TemplateResult } from "lit";
import { beforeEach, describe, expect, test } from "vitest";

import { Desk } from "../../src/desk/desk";
import { Opened } from "../../src/desk/opened";
import { caseView } from "../../src/desk/views/case";
import { queueView } from "../../src/desk/views/queue";
import { warningsView } from "../../src/desk/views/top";
import type { CaseWhole } from "../../src/desk/types";
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

  const caseOf = (whole: Partial<CaseWhole>): HTMLElement => {
    const none = (): void => undefined;
    desk.opened = new Opened(11, { changed: none, lost: none });
    desk.opened.whole = wholeCase(whole);
    desk.opened.entries = desk.opened.whole.entries;
    return drawn(caseView(desk, desk.opened));
  };

  test("of the queue is in the server's order, and says in words what is acute, late, unread and whose", () => {
    desk.queue = queueOf({
      waiting: [oneCase({ id: 13, acute: "selvmord", language: "nn" }), oneCase()],
      live: [
        mineCase({ id: 14, unread: 2 }),
        mineCase({ id: 15, mine: false, holder: { id: 2, name: "Koordinator To", here: false } }),
      ],
      callbacks: [oneCase({ id: 16, state: "callback", due: "2026-11-26", overdue: true })],
      colleagues: [{ id: 2, name: "Koordinator To", kommuner: ["oppdal"], state: "away", text: "lunsj", here: true }],
    });
    const rows = [...drawn(queueView(desk)).querySelectorAll("a, .colleagues li")].map(textOf);
    expect(rows).toEqual(
      [
        "! Akutt: selvmordstanker Skolevegring Forelder · 9 år · Oppdal · Nynorsk Har ventet 10 min",
        "Skolevegring Forelder · 9 år · Oppdal Har ventet 10 min",
        "Skolevegring Forelder · 9 år · Oppdal 2 nye meldinger",
        "! Over fristen Skolevegring Forelder · 9 år · Oppdal Frist 26. november",
        "Skolevegring Forelder · 9 år · Oppdal Koordinator To (ikke pålogget)",
        "Koordinator To: Borte (lunsj)",
      ].map((row) => row.replace(/^(! Over fristen) (Skolevegring Forelder · 9 år · Oppdal)/, "$2 $1")),
    );
  });

  test("of mail that does not go out is a warning", () => {
    desk.queue = queueOf({ mail: { ok: false, since: "2026-11-27T08:00:00+00:00", waiting: 3 } });
    expect(textOf(drawn(warningsView(desk)))).toContain("3 varsler har ventet siden 09:00");
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
