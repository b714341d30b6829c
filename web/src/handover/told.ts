/** What an employee is obliged to do: said before anybody asks, with where it stands behind one press. */

import { html, nothing } from "lit";

import { sourcesView } from "../answer/sources";
import { contentLanguage, languageOf, type Drawn } from "../answer/wording";
import { once } from "../answer/reading";
import type { Texts } from "../texts";
import type { Told } from "./shapes";
import type { PanelTexts } from "./texts";

export function toldView(told: readonly Told[], texts: Texts, own: PanelTexts): Drawn {
  if (told.length === 0) return nothing;
  const sources = once(
    told.flatMap((one) => one.sources),
    ({ title, url }) => JSON.stringify([title, url]),
  );
  return html`
    <h3>${own.person_told}</h3>
    ${told.map((one) => html`<p lang=${contentLanguage(texts)}>${one.text}</p>`)}
    ${sourcesView(sources, { texts, language: languageOf(texts), of: null })}
  `;
}
