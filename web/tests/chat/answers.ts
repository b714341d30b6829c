import type { Answer } from "../../src/answer/types";
import { answer as whole, contact } from "../answer/answers";

/** An answer with nothing but words in it. */
export function answer(reply: string, other: Partial<Answer> = {}): Answer {
  return whole({ reply, body: [reply], ...other });
}

/** An answer that begins with help lines. */
export function acute(reply: string): Answer {
  return answer(reply, { outcome: "acute", acute: { kind: "vold", contacts: [contact()] } });
}
