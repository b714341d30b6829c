/** The Answer as the schema has it, and what is asked of something before it is taken for one. */

import type { Answer } from "./schema";

export type { Answer, Contact, Source } from "./schema";

/** Whether this can be shown as an answer: half of one can, see `whole.ts`. */
export function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  const { reply, outcome } = value as Record<string, unknown>;
  return typeof reply === "string" && typeof outcome === "string";
}
