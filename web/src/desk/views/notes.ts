/** What only the desk sees: notes, and what was done by whom. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import type { Desk } from "../desk";
import type { Opened } from "../opened";
import { named } from "../texts";
import type { CaseWhole } from "../types";
import { submitted, typed } from "./parts";

export function notesView(desk: Desk, opened: Opened, { notes }: CaseWhole): TemplateResult {
  const { texts } = desk;
  return html`
    <div class="notes-pad">
      <p class="notes-lead">${texts.notes_lead}</p>
      ${notes.length === 0 ? html`<p class="small">${texts.no_notes}</p>` : nothing}
      <ol class="notes-list">
        ${notes.map(
          ({ at, by, text }) =>
            html`<li>
              <p class="line-who">${by} <time datetime=${at}>${desk.clock(at)}</time></p>
              <p class="line-text">${text}</p>
            </li>`,
        )}
      </ol>
      ${opened.may("note") ? noteForm(desk, opened) : nothing}
    </div>
  `;
}

function noteForm(desk: Desk, opened: Opened): TemplateResult {
  const { texts } = desk;
  const send = submitted(() => {
    void desk.note();
  });
  return html`
    <form class="fields" @submit=${send}>
      <div class="ds-field">
        <label class="ds-label" for="note">${texts.note}</label>
        <textarea
          class="ds-input"
          id="note"
          rows="3"
          maxlength="2000"
          autocomplete="off"
          .value=${live(desk.papers.sheet(opened.id).note)}
          @input=${typed((text) => {
            desk.noted(text);
          })}
        ></textarea>
      </div>
      <button type="submit" class="ds-button" data-variant="secondary" data-size="sm">${texts.note_save}</button>
    </form>
  `;
}

export function historyView(desk: Desk, { history }: CaseWhole): TemplateResult {
  const { texts } = desk;
  if (history.length === 0) return html`<p class="small">${texts.no_history}</p>`;
  return html`<ol class="happened">
    ${history.map(
      ({ at, by, kind, detail }) =>
        html`<li>
          <time datetime=${at}>${desk.clock(at)}</time>
          <span>
            ${by === null ? nothing : html`<strong>${by}:</strong> `}${named(texts, "history", kind)}${
              detail === null || detail === "" ? nothing : html`. ${named(texts, "outcome", detail)}`
            }
          </span>
        </li>`,
    )}
  </ol>`;
}
