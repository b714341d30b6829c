/** The summary that the family sent: everything at one look. */

import { html, nothing, type TemplateResult } from "lit";

import type { Drawn } from "../../answer/wording";
import { fill } from "../../texts";
import type { Desk } from "../desk";
import type { Opened } from "../opened";
import { named } from "../texts";
import type { CaseWhole } from "../types";

export function summaryView(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  const { texts } = desk;
  const toggled = (event: Event): void => {
    opened.showsSummary = (event.currentTarget as HTMLDetailsElement).open;
  };
  return html`
    <details class="summary" ?open=${opened.showsSummary ?? !whole.mine} @toggle=${toggled}>
      <summary><h3>${texts.summary}</h3></summary>
      ${whole.is_empty ? html`<p class="summary-empty">${texts.summary_empty}</p>` : facts(desk, whole)}
      ${whole.shares_talk ? nothing : html`<p class="small">${texts.talk_not_shared}</p>`}
    </details>
  `;
}

function facts({ texts }: Desk, { summary }: CaseWhole): TemplateResult {
  const { role, age, kommune, needs, services, words } = summary;
  return html`<dl class="facts-list">
    ${fact(texts.fact_role, role === null ? null : named(texts, "role", role))}
    ${fact(texts.fact_age, age === null ? null : fill(texts.age, { age }))} ${fact(texts.kommune, kommune.name)}
    ${fact(texts.fact_needs, listed(needs))} ${fact(texts.fact_services, listed(services))}
    ${words === null ? nothing : fact(texts.fact_words, html`<q class="own-words">${words}</q>`)}
  </dl>`;
}

function listed(named: readonly { name: string }[]): TemplateResult | null {
  if (named.length === 0) return null;
  return html`<ul>
    ${named.map(({ name }) => html`<li>${name}</li>`)}
  </ul>`;
}

function fact(term: string, told: string | TemplateResult | null): Drawn {
  if (told === null) return nothing;
  return html`<div>
    <dt>${term}</dt>
    <dd>${told}</dd>
  </div>`;
}
