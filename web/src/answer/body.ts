/** What is told in plain words: paragraphs, and lists where the lines begin with a dash. */

import { html, nothing, type TemplateResult } from "lit";

import type { Drawn } from "./wording";

const DASH = /^–\s+/;

export function bodyView(paragraphs: readonly string[]): Drawn {
  return paragraphs.length === 0 ? nothing : html`<div class="said">${paragraphs.map(paragraph)}</div>`;
}

function paragraph(text: string): TemplateResult {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const lead = DASH.test(lines[0] ?? "") ? null : lines[0];
  const items = lead === null ? lines : lines.slice(1);
  if (items.length === 0 || !items.every((line) => DASH.test(line))) return html`<p>${text}</p>`;
  return html`
    ${lead === null ? nothing : html`<p class="lead">${lead}</p>`}
    <ul class="ds-list">
      ${items.map((line) => html`<li>${line.replace(DASH, "")}</li>`)}
    </ul>
  `;
}
