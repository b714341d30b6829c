/** What goes along to the coordinator: told in one line, and edited field by field. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import { contentLanguage, type Drawn } from "../answer/wording";
import { isRole, ROLES, type Setup } from "../chat/setup";
import { fill } from "../texts";
import { faultView, isChecked, valueOf, type Fields } from "./fields";
import { OLDEST } from "./form";
import type { Named } from "./shapes";

export interface SummaryFields extends Fields {
  setup: Setup;
  /** Whether anything was said that could go along. */
  hasTalk: boolean;
}

export function summaryFields(given: SummaryFields): TemplateResult {
  const { own } = given;
  return html`
    <h3 id="person-sends">${own.sends}</h3>
    <p class="person-readout">${readout(given)}</p>
    <details class="ds-details sources person-edit">
      <summary>${own.sends_edit}</summary>
      <div class="person-fields">
        ${roleField(given)} ${ageField(given)} ${chips("needs", own.sends_needs, given)} ${needsToAdd(given)}
        ${chips("services", own.sends_services, given)}
      </div>
    </details>
    ${wordsFields(given)} ${given.hasTalk ? talkField(given) : nothing}
  `;
}

/** All of it in one line; the municipality is always told, for the desk is there. */
function readout({ texts, own, setup, form }: SummaryFields): Drawn {
  const name = (one: string): TemplateResult => html`<span lang=${contentLanguage(texts)}>${one}</span>`;
  const parts = [
    form.role === "ukjent" ? null : texts[`role_${form.role}`],
    form.age.trim() === "" ? null : fill(own.sends_age, { age: form.age.trim() }),
    ...[...form.needs, ...form.services].map((one) => name(one.name)),
  ].filter((part) => part !== null);
  if (parts.length === 0) return html`${name(setup.name)}. ${own.sends_nothing}`;
  return html`${name(setup.name)}${parts.map((part) => html`&nbsp;· ${part}`)}`;
}

function roleField({ texts, form, changed }: SummaryFields): TemplateResult {
  return html`
    <div>
      <label class="ds-label" for="person-role">${texts.who}</label>
      <select
        class="ds-input"
        id="person-role"
        @change=${(event: Event) => {
          changed((one) => {
            const role = valueOf(event);
            if (isRole(role)) one.role = role;
          });
        }}
      >
        ${ROLES.map((role) => html`<option value=${role} .selected=${role === form.role}>${texts[`role_${role}`]}</option>`)}
      </select>
    </div>
  `;
}

function ageField({ own, form, faults, changed }: SummaryFields): TemplateResult {
  const isWrong = faults.includes("age");
  return html`
    <div>
      <label class="ds-label" for="person-age">${own.sends_age_label}</label>
      ${isWrong ? faultView("person-age-fault", fill(own.age_fault, { most: OLDEST })) : nothing}
      <input
        class="ds-input person-age"
        id="person-age"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        aria-describedby=${isWrong ? "person-age-fault" : nothing}
        aria-invalid=${isWrong ? "true" : "false"}
        .value=${live(form.age)}
        @input=${(event: Event) => {
          changed((one) => {
            one.age = valueOf(event);
          });
        }}
      />
    </div>
  `;
}

function chips(kind: "needs" | "services", said: string, { texts, own, form, changed }: SummaryFields): Drawn {
  const all = form[kind];
  if (all.length === 0 && kind === "services") return nothing;
  const takeAway = (one: Named, event: Event): void => {
    const group = (event.currentTarget as Element).closest<HTMLElement>(".person-chips");
    changed((held) => {
      held.without(kind, one.id);
    });
    group?.focus(); // The button is gone: the focus stays where it was.
  };
  return html`
    <div class="person-chips" tabindex="-1" role="group" aria-label=${said}>
      <p class="ds-label" aria-hidden="true">${said}</p>
      <ul>
        ${all.map(
          (one) =>
            html`<li>
              <span lang=${contentLanguage(texts)}>${one.name}</span>
              <button
                type="button"
                class="ds-button"
                data-variant="tertiary"
                data-size="sm"
                aria-label=${fill(own.sends_remove, { name: one.name })}
                @click=${(event: Event) => {
                  takeAway(one, event);
                }}
              >
                <span aria-hidden="true">✕</span>
              </button>
            </li>`,
        )}
      </ul>
    </div>
  `;
}

function needsToAdd({ texts, own, setup, form, changed }: SummaryFields): Drawn {
  const left = (setup.needs ?? []).filter((need) => !form.needs.some((one) => one.id === need.id));
  if (left.length === 0) return nothing;
  const add = (event: Event): void => {
    const select = (event.currentTarget as Element).parentElement?.querySelector("select");
    const need = left.find((one) => one.id === select?.value);
    if (need === undefined) {
      select?.focus();
      return;
    }
    changed((held) => {
      held.add(need);
    });
    if (select) select.value = "";
    // With nothing left to add, the button goes.
    if (left.length === 1) document.querySelector<HTMLElement>(".person-chips")?.focus();
  };
  return html`
    <div>
      <label class="ds-label" for="person-need">${own.sends_add_label}</label>
      <div class="person-add">
        <select class="ds-input" id="person-need">
          <option value="">${own.sends_choose}</option>
          ${left.map((need) => html`<option value=${need.id} lang=${contentLanguage(texts)}>${need.name}</option>`)}
        </select>
        <button type="button" class="ds-button" data-variant="secondary" @click=${add}>${own.sends_add}</button>
      </div>
    </div>
  `;
}

function wordsFields(given: SummaryFields): TemplateResult {
  const { own, form, faults, changed } = given;
  const isWrong = faults.includes("words");
  return html`
    ${form.written === null ? nothing : writtenField(form.written, given)}
    <div>
      <label class="ds-label" for="person-words">${own.own_words}</label>
      <p class="person-hint" id="person-words-hint">${own.own_words_hint}</p>
      ${isWrong ? faultView("person-words-fault", own.words_fault) : nothing}
      <textarea
        class="ds-input"
        id="person-words"
        rows="2"
        autocomplete="off"
        spellcheck="true"
        aria-describedby=${isWrong ? "person-words-fault person-words-hint" : "person-words-hint"}
        aria-invalid=${isWrong ? "true" : "false"}
        .value=${live(form.own)}
        @input=${(event: Event) => {
          changed((one) => {
            one.own = valueOf(event);
          });
        }}
      ></textarea>
    </div>
  `;
}

/** What they have written already: ticked, it is shown as it would be sent. */
function writtenField(written: string, { own, form, changed }: SummaryFields): TemplateResult {
  return html`
    <label class="person-choice"
      ><input
        type="checkbox"
        .checked=${live(form.takesWritten)}
        @change=${(event: Event) => {
          changed((one) => {
            one.takesWritten = isChecked(event);
          });
        }}
      />${own.take_written}</label
    >
    ${form.takesWritten ? html`<blockquote class="person-written">${written}</blockquote>` : nothing}
  `;
}

function talkField({ own, form, changed }: SummaryFields): TemplateResult {
  return html`<label class="person-choice"
    ><input
      type="checkbox"
      .checked=${live(form.sharesTalk)}
      @change=${(event: Event) => {
        changed((one) => {
          one.sharesTalk = isChecked(event);
        });
      }}
    />${own.share_talk}</label
  >`;
}
