/** What the interface says itself, in three languages: `web/texts/*.json`, read by the gateway too. */

import en from "../texts/en.json";
import nb from "../texts/nb.json";
import nn from "../texts/nn.json";

export type Language = "nb" | "nn" | "en";
export type Texts = Record<keyof typeof nb, string>;

const TEXTS: Record<Language, Texts> = { nb, nn, en };

/** Each language by its own name. */
export const LANGUAGES: Record<Language, string> = { nb: "Bokmål", nn: "Nynorsk", en: "English" };

/** The texts of a language; bokmål for one that is none of ours. */
export function textsOf(language: string): Texts {
  return TEXTS[isLanguage(language) ? language : "nb"];
}

/** Whether a language is one of ours. */
export function isLanguage(language: string): language is Language {
  return Object.hasOwn(TEXTS, language);
}

/**
 * Says what language the page is in. Only where that is new: to set it, even to what it is, has the browser style and lay
 * out the whole page anew, which in a long conversation takes longer than a frame.
 */
export function speak(language: Language): void {
  const root = document.documentElement;
  if (root.lang !== language) root.lang = language;
}

/** A text with its blanks filled: `fill("Ring {number}", { number: "113" })`. */
export function fill(text: string, blanks: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in blanks ? String(blanks[name]) : whole));
}
