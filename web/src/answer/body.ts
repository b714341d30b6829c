/** What is told in plain words: paragraphs, and lists where the lines begin with a dash. */

import { html, nothing, type TemplateResult } from "lit";

import type { Language, Texts } from "../texts";
import { contentLanguage, type Drawn } from "./wording";

const DASH = /^–\s+/;

/** `facts`: what of it is told by the content, which is Norwegian in an English answer too. */
export function bodyView(paragraphs: readonly string[], facts: ReadonlySet<string>, texts: Texts): Drawn {
  if (paragraphs.length === 0) return nothing;
  const languageIn = (line: string): Language | typeof nothing =>
    facts.has(line.replace(DASH, "")) ? contentLanguage(texts) : nothing;
  return html`<div class="said">${paragraphs.map((text) => paragraph(text, languageIn))}</div>`;
}

function paragraph(text: string, languageIn: (line: string) => Language | typeof nothing): TemplateResult {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const lead = DASH.test(lines[0] ?? "") ? null : lines[0];
  const items = lead === null ? lines : lines.slice(1);
  if (items.length === 0 || !items.every((line) => DASH.test(line)))
    return html`<p lang=${languageIn(text)}>${text}</p>`;
  return html`
    ${lead === null ? nothing : html`<p class="lead">${lead}</p>`}
    <ul class="ds-list">
      ${items.map((line) => html`<li lang=${languageIn(line)}>${line.replace(DASH, "")}</li>`)}
    </ul>
  `;
}
