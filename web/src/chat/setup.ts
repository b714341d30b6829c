/** What the gateway tells the page about itself, in `data-setup`. */

import type { Named } from "../handover/shapes";
import type { Language } from "../texts";

export type Role = "forelder" | "ungdom" | "ansatt" | "ukjent";
export const ROLES: readonly Role[] = ["forelder", "ungdom", "ansatt", "ukjent"];

export function isRole(value: string | undefined): value is Role {
  return ROLES.some((role) => role === value);
}

/** A number to call in danger. */
export interface EmergencyLine {
  number: string;
  digits: string;
  label: string;
}

/** Whom to call; `always` says so where all of them answer day and night. */
export interface Emergency {
  lines: EmergencyLine[];
  always: string | null;
}

/** A topic to begin with: what the button says, and the words that it sends. */
export interface Start {
  label: string;
  payload: string;
}

/** Something said, and the page of the municipality's that it leads to, if any. */
export interface Paragraph {
  said: string;
  to: string | null;
}

export interface Setup {
  kommune: string;
  /** The municipality's own name, as its theme has it. */
  name: string;
  language: Language;
  /** Whether the page stands in the widget's frame. */
  panel: boolean;
  /** Where the quick exit leads. */
  leave: string;
  emergency: Record<Language, Emergency>;
  starts: Record<Role, Record<Language, Start[]>>;
  /** What stands in place of the opening while automatic answers are stopped. */
  stopped?: Record<Language, Paragraph[]> | null;
  /** The municipality's desk as it was when the page was drawn; left out where nothing is known of one. */
  desk?: unknown;
  /** Needs that may be added to what is sent along, as people call them. */
  needs?: readonly Named[];
}

/** Reads what the server wrote; throws where it is no JSON, and the plain form then stays as it is. */
export function setupOf(element: HTMLElement): Setup {
  return JSON.parse(element.dataset.setup ?? "") as Setup;
}
