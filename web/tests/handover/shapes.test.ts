import { describe, expect, test } from "vitest";

import { happenedOf, said, speaker } from "../../src/handover/happened";
import { deskOf, viewOf } from "../../src/handover/shapes";
import { textsOf } from "../../src/texts";
import { sentView } from "./views";

const NB = textsOf("nb");

describe("a view", () => {
  test("is read whole", () => {
    const view = viewOf(
      sentView("waiting", { place: 2, wait_minutes: 4, by: "Kari", helped: "partly", follow_up: "x" }),
    );
    expect(view).toMatchObject({
      state: "waiting",
      place: 2,
      waitMinutes: 4,
      by: "Kari",
      helped: "partly",
      followUp: "x",
    });
    expect(view?.desk).toMatchObject({ exists: true, isOpen: true, isSomeoneHere: true, callbackBy: "2026-11-30" });
    expect(view?.told[0]?.sources[0]).toMatchObject({ title: "Loven", url: "https://lovdata.no/" });
  });

  test("is one though half of it is missing", () => {
    expect(viewOf({ state: "coordinator" })).toMatchObject({ state: "coordinator", told: [], place: null, by: null });
  });

  test.each([null, {}, { state: "elsewhere" }, "waiting"])("is none where it has no state (%o)", (value) => {
    expect(viewOf(value)).toBeNull();
  });

  test.each([
    [{ by: "2026-11-30", overdue: true }, true],
    [{ by: "2026-11-30", overdue: false }, false],
    [{ by: "2026-11-30" }, false],
  ])("says whether what was promised is overdue: %o", (callback, isOverdue) => {
    expect(viewOf(sentView("callback", { callback }))?.callback?.isOverdue).toBe(isOverdue);
  });

  test("has no desk where nothing is said of one", () => {
    expect(deskOf(undefined).exists).toBe(false);
    expect(deskOf({ exists: "yes" }).exists).toBe(false);
  });
});

describe("what has happened", () => {
  test.each([
    [{ kind: "claimed", by: null }, "En koordinator er her."],
    [{ kind: "claimed", by: "Kari" }, "Kari fra koordinatorteamet er her."],
    [{ kind: "passed", by: "Ola" }, "Ola fra koordinatorteamet har tatt over."],
    [{ kind: "callback", by: "2026-11-30" }, "En koordinator tar kontakt med deg senest mandag 30. november."],
    [
      { kind: "consent-given", proposal: 1, service: { id: "a", name: "PPT" } },
      "Du sa ja til at koordinatoren sier dette videre til PPT.",
    ],
    [{ kind: "attempted" }, "En koordinator har prøvd å nå deg, og prøver igjen."],
  ])("is one line: %o", (event, line) => {
    const happened = happenedOf(event);
    expect(happened && said(happened, NB)).toBe(line);
  });

  test("is left out where this page does not know it", () => {
    expect(happenedOf({ kind: "moved" })).toBeNull();
    expect(happenedOf(null)).toBeNull();
  });

  test("is said by function, unless a name was given", () => {
    expect(speaker(null, NB)).toBe("Koordinatoren");
    expect(speaker("Kari", textsOf("nn"))).toBe("Kari frå koordinatorteamet");
  });
});
