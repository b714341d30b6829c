import type { Answer } from "../../src/answer/types";

/** An answer with nothing but words in it. */
export function answer(reply: string, other: Partial<Answer> = {}): Answer {
  return {
    question: "Hva gjør vi?",
    kommune: "oppdal",
    role: "forelder",
    language: "nb",
    outcome: "answered",
    question_type: "finn-hjelp",
    needs: [],
    acute: null,
    services: [],
    statements: [],
    clarification: null,
    handover: { offered: false, reason: null },
    reply,
    ...other,
  };
}

/** An answer that begins with help lines. */
export function acute(reply: string): Answer {
  const source = { title: "Alarmtelefonen", locator: "forsiden", checked: "2026-11-25" };
  const line = {
    kind: "telefon" as const,
    value: "116 111",
    label: "Alarmtelefonen",
    audience: "alle" as const,
    source,
  };
  return answer(reply, { outcome: "acute", acute: { kind: "vold", contacts: [line] } });
}
