import { describe, expect, test } from "vitest";

import { Talk } from "../../src/chat/talk";
import { acute, answer } from "./answers";

const FIRST = { id: "first", text: "Hei" };

function texts(talk: Talk): string[] {
  return talk.entries.map((entry) => {
    if (entry.kind === "event") return entry.happened.kind;
    return entry.kind === "theirs" ? entry.answer.reply : entry.text;
  });
}

function told(id: string | null, text: string, replaces: number | null = null): object {
  return { id, text, replaces, at: "2026-11-26T12:00:00Z" };
}

describe("a talk", () => {
  test("shows a message before the server has it", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    expect(texts(talk)).toEqual(["Hei"]);
    expect(talk.isWaiting).toBe(true);
  });

  test("shows an answer once, whichever way it came first", () => {
    const [streamed, posted] = [new Talk(), new Talk()];
    for (const talk of [streamed, posted]) talk.wrote(FIRST);
    streamed.heard("message", 1, told("first", "Hei"));
    streamed.heard("answer", 2, answer("Hei!"));
    streamed.answered("first", [answer("Hei!")]);
    posted.answered("first", [answer("Hei!")]);
    posted.heard("message", 1, told("first", "Hei"));
    posted.heard("answer", 2, answer("Hei!"));
    expect(texts(streamed)).toEqual(["Hei", "Hei!"]);
    expect(texts(posted)).toEqual(["Hei", "Hei!"]);
  });

  test("shows the same answer to two messages twice", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    talk.answered("first", [answer("Ja.")]);
    talk.wrote({ id: "second", text: "Hva?" });
    talk.answered("second", [answer("Ja.")]);
    talk.heard("message", 1, told("first", "Hei"));
    talk.heard("answer", 2, answer("Ja."));
    talk.heard("message", 3, told("second", "Hva?"));
    talk.heard("answer", 4, answer("Ja."));
    expect(texts(talk)).toEqual(["Hei", "Ja.", "Hva?", "Ja."]);
    expect(talk.entries.map((entry) => entry.number)).toEqual([1, 2, 3, 4]);
  });

  test("shows what the store has, with numbers hidden", () => {
    const talk = new Talk();
    talk.wrote({ id: "first", text: "Ring meg på 22 59 13 00" });
    talk.heard("message", 1, told("first", "Ring meg på [telefonnummer]"));
    expect(texts(talk)).toEqual(["Ring meg på [telefonnummer]"]);
  });

  test("puts another tab's words where the server has them", () => {
    const talk = new Talk();
    talk.wrote({ id: "mine", text: "Min" });
    talk.heard("message", 1, told("theirs", "Den andre"));
    talk.heard("answer", 2, answer("Svar"));
    expect(texts(talk)).toEqual(["Den andre", "Svar", "Min"]);
  });

  test("takes away what an edited message replaces", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hie"));
    talk.heard("answer", 2, answer("Hva mener du?"));
    talk.wrote({ id: "second", text: "Hei", replaces: "first" });
    expect(texts(talk)).toEqual(["Hei"]);
    talk.heard("message", 3, told("second", "Hei", 1));
    expect(texts(talk)).toEqual(["Hei"]);
  });

  test("takes it away in the other tab too", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hie"));
    talk.heard("answer", 2, answer("Hva mener du?"));
    talk.heard("message", 3, told("second", "Hei", 1));
    expect(texts(talk)).toEqual(["Hei"]);
  });

  test("keeps help lines though the message that called for them is edited", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Pappa slår meg"));
    talk.heard("answer", 2, acute("Ring 116 111."));
    talk.wrote({ id: "second", text: "Glem det", replaces: "first" });
    talk.heard("message", 3, told("second", "Glem det"));
    expect(texts(talk)).toEqual(["Pappa slår meg", "Ring 116 111.", "Glem det"]);
  });

  test("counts a repeated event once", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hei"));
    expect(talk.heard("message", 1, told("first", "Hei"))).toBe(false);
    expect(talk.heard("answer", 2, answer("Hei!"))).toBe(true);
    expect(talk.heard("answer", 2, answer("Hei!"))).toBe(false);
    expect(texts(talk)).toEqual(["Hei", "Hei!"]);
  });

  test("goes on below what was said in a conversation that is gone", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hei"));
    talk.heard("answer", 2, answer("Hei!"));
    talk.detach();
    talk.wrote({ id: "second", text: "Er du der?" });
    talk.heard("message", 1, told("second", "Er du der?"));
    talk.heard("answer", 2, answer("Ja."));
    talk.answered("second", [answer("Ja.")]);
    expect(texts(talk)).toEqual(["Hei", "Hei!", "Er du der?", "Ja."]);
  });

  test("shows help lines once for a message that cannot be stored yet, until its answer comes", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    expect(talk.saidEarly("first", [acute("Ring 112.")])).toBe(true);
    expect(talk.saidEarly("first", [acute("Ring 112.")])).toBe(false);
    expect(texts(talk)).toEqual(["Hei", "Ring 112."]);
    talk.heard("message", 1, told("first", "Hei"));
    talk.heard("answer", 2, acute("Ring 112, og så krisesenteret."));
    talk.answered("first", [acute("Ring 112, og så krisesenteret.")]);
    expect(texts(talk)).toEqual(["Hei", "Ring 112, og så krisesenteret."]);
  });

  test("shows the same help lines once, though they were shown before the message could be stored", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    talk.saidEarly("first", [acute("Ring 112.")]);
    talk.heard("message", 1, told("first", "Hei"));
    talk.heard("answer", 2, acute("Ring 112."));
    talk.answered("first", [acute("Ring 112.")]);
    expect(talk.entries.map((entry) => entry.number)).toEqual([1, 2]);
  });

  test("waits no longer once the answers have come, though none can be drawn", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    talk.answered("first", []);
    expect(talk.isWaiting).toBe(false);
  });

  test("puts an answer under its own question, though another was asked meanwhile", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    talk.wrote({ id: "second", text: "Hva?" });
    talk.answered("first", [answer("Hei!")]);
    expect(texts(talk)).toEqual(["Hei", "Hei!", "Hva?"]);
    expect(talk.isWaiting).toBe(true);
    talk.answered("second", [answer("Det.")]);
    expect(texts(talk)).toEqual(["Hei", "Hei!", "Hva?", "Det."]);
    expect(talk.isWaiting).toBe(false);
  });

  test("puts back what a refused edit was to replace", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hie"));
    talk.heard("answer", 2, answer("Hva mener du?"));
    talk.wrote({ id: "second", text: "Hei", replaces: "first" });
    expect(talk.unwrite("second")).toBe("Hei");
    expect(texts(talk)).toEqual(["Hie", "Hva mener du?"]);
  });

  test("shows what a coordinator writes, and what happens, where it belongs", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hei"));
    talk.heard("status", 2, { kind: "claimed", at: null, by: "Kari" });
    talk.heard("coordinator", 3, { id: null, text: "Hei, jeg er Kari.", at: null, by: "Kari", answer: null });
    expect(talk.heard("coordinator", 3, { text: "Hei, jeg er Kari." })).toBe(false);
    expect(texts(talk)).toEqual(["Hei", "claimed", "Hei, jeg er Kari."]);
  });

  test("leaves out what happened that it does not know, and words that are none", () => {
    const talk = new Talk();
    expect(talk.heard("status", 1, { kind: "moved" })).toBe(false);
    expect(talk.heard("coordinator", 2, { text: " ", answer: { half: true } })).toBe(false);
    expect(talk.entries).toEqual([]);
  });

  test("waits for no answer to what a coordinator reads", () => {
    const talk = new Talk();
    talk.wrote(FIRST, true);
    expect(talk.isWaiting).toBe(false);
    talk.wrote({ id: "second", text: "Hei?" });
    expect(talk.isWaiting).toBe(true);
    talk.heard("message", 2, { ...told("second", "Hei?"), to: "coordinator" });
    expect(talk.isWaiting).toBe(false);
  });

  test("lets nothing be edited that a coordinator has read, or answered", () => {
    const talk = new Talk();
    const isEditable = (): boolean => talk.lastMine !== undefined && talk.isEditable(talk.lastMine);
    talk.heard("message", 1, told("first", "Hei"));
    talk.heard("answer", 2, answer("Hei!"));
    expect(isEditable()).toBe(true);
    talk.heard("status", 3, { kind: "asked" });
    expect(isEditable()).toBe(false);
    talk.heard("message", 4, { ...told("second", "Er du der?"), to: "coordinator" });
    expect(isEditable()).toBe(false);
  });

  test("keeps the last answer's buttons though something has happened since", () => {
    const talk = new Talk();
    talk.heard("answer", 1, answer("Hva gjelder det?"));
    const [asked] = talk.entries;
    talk.heard("status", 2, { kind: "asked" });
    expect(asked && talk.isCurrent(asked)).toBe(true);
    talk.heard("coordinator", 3, { text: "Hei" });
    expect(asked && talk.isCurrent(asked)).toBe(false);
  });

  test("keeps what a coordinator wrote though an edited message replaces what stood around it", () => {
    const talk = new Talk();
    talk.heard("message", 1, told("first", "Hie"));
    talk.heard("status", 2, { kind: "asked" });
    talk.heard("answer", 3, answer("Hva mener du?"));
    talk.heard("message", 4, told("second", "Hei", 1));
    expect(texts(talk)).toEqual(["asked", "Hei"]);
  });

  test("knows what came of a question whether something may be passed on", () => {
    const talk = new Talk();
    talk.heard("status", 1, { kind: "consent-asked", proposal: 7 });
    talk.heard("status", 2, { kind: "consent-asked", proposal: 8 });
    expect(talk.outcomeOf(7)).toBeNull();
    talk.heard("status", 3, { kind: "consent-refused", proposal: 7 });
    expect([talk.outcomeOf(7)?.happened.kind, talk.outcomeOf(8)]).toEqual(["consent-refused", null]);
    const asked = talk.entries.filter((entry) => entry.kind === "event").map((entry) => talk.isLastAsked(entry));
    expect(asked).toEqual([false, true, false]);
  });

  test("leaves out what is no answer", () => {
    const talk = new Talk();
    expect(talk.heard("answer", 1, { half: true })).toBe(false);
    expect(talk.heard("something", 2, answer("Nytt"))).toBe(false);
    expect(texts(talk)).toEqual([]);
  });

  test("gives the words back of a message that could not be used", () => {
    const talk = new Talk();
    talk.wrote(FIRST);
    expect(talk.unwrite("first")).toBe("Hei");
    expect(texts(talk)).toEqual([]);
  });
});
