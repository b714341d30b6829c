/** Where it is written, behind one press: title, place, the words themselves, and when somebody last looked. */

import { html, nothing, type TemplateResult } from "lit";

import { fill, type Language, type Texts } from "../texts";
import type { WholeSource } from "./whole";
import { day, newTab, sourceLanguage, webAddress, type Drawn } from "./wording";

export interface SourcesGiven {
  texts: Texts;
  language: Language | null;
  /** The service they are about; null for the answer as a whole. */
  of: string | null;
}

export function sourcesView(sources: readonly WholeSource[], given: SourcesGiven): Drawn {
  if (sources.length === 0) return nothing;
  return html`
    <details class="ds-details sources">
      <summary>${summary(given)}</summary>
      <ul>
        ${sources.map((source) => html`<li>${sourceView(source, given)}</li>`)}
      </ul>
    </details>
  `;
}

/** Seen, they all ask the same; heard one by one, each says what it is about. */
function summary({ texts, of }: SourcesGiven): TemplateResult {
  if (of === null) return html`${texts.sources}`;
  return html`<span aria-hidden="true">${texts.sources}</span
    ><span class="visually-hidden">${fill(texts.sources_of, { name: of })}</span>`;
}

function sourceView(source: WholeSource, { texts, language }: SourcesGiven): TemplateResult {
  const { quote, checked } = source;
  const lang = sourceLanguage(language);
  return html`
    ${place(source, lang, texts)} ${quote === null ? nothing : html`<q lang=${lang}>${quote}</q>`}
    ${checked === null ? nothing : html`<span class="checked">${fill(texts.checked, { date: day(checked, language) })}</span>`}
  `;
}

function place({ title, locator, url }: WholeSource, lang: string | typeof nothing, texts: Texts): TemplateResult {
  const said = html`<cite lang=${lang}>${title}</cite
    >${locator === null ? nothing : html`<span lang=${lang}>, ${locator}</span>`}`;
  const href = webAddress(url);
  if (href === null) return said;
  return html`<a class="ds-link" href=${href} target="_blank" rel="noopener noreferrer">${said}${newTab(texts)}</a>`;
}
