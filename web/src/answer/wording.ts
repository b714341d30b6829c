/** Small pieces that many parts of an answer share. */

import { html, nothing, type TemplateResult } from "lit";

import { textsOf, type Language, type Texts } from "../texts";
import type { Level, LevelId } from "./whole";

export type Drawn = TemplateResult | typeof nothing;

const SYMBOLS: Record<LevelId, string> = { gronn: "●", gul: "▲", rod: "■" };

/** Only these are made into links; whatever else stands as text. */
export function webAddress(value: string | null): string | null {
  return value !== null && /^https?:\/\/[^\s]+$/i.test(value) ? value : null;
}

/** Said to those who do not see that a link opens beside this page. */
export function newTab(texts: Texts): TemplateResult {
  return html`<span class="visually-hidden"> (${texts.new_tab})</span>`;
}

/** A level in words, with a shape beside them for whoever does not see its colour. */
export function levelView(level: Level): TemplateResult {
  const symbol =
    level.id === null ? nothing : html`<span class="level-symbol" aria-hidden="true">${SYMBOLS[level.id]}</span>`;
  return html`<span class="level" data-level=${level.id ?? nothing}>${symbol}<span>${level.name}</span></span>`;
}

/** What the sources themselves say is Norwegian, in whatever language it is answered. */
export function sourceLanguage(language: Language | null): Language | typeof nothing {
  return language === "en" ? "nb" : nothing;
}

/** What comes from the content stands in Norwegian in an English answer too; nothing where that is the answer's own. */
export function contentLanguage(texts: Texts): Language | typeof nothing {
  return sourceLanguage(languageOf(texts));
}

/** A day as it is written in a language; what is no day stands as it came. */
export function day(written: string, language: Language | null): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
  const date = new Date(`${written}T00:00:00Z`);
  if (!found || Number.isNaN(date.getTime())) return written;
  if (language !== "en") return `${Number(found[3])}.${Number(found[2])}.${Number(found[1])}`;
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    date,
  );
}

/** The language that these texts are in. */
export function languageOf(texts: Texts): Language {
  return (["nn", "en"] as const).find((language) => textsOf(language) === texts) ?? "nb";
}
