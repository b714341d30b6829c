/** The window that asks before something is done with a case. */

import { html, nothing, type TemplateResult } from "lit";

import type { Drawn } from "../../answer/wording";
import { fill } from "../../texts";
import { bodyOf, type Asking, type Field } from "../asking";
import type { Desk } from "../desk";
import { named } from "../texts";
import { OUTCOMES, type CaseWhole } from "../types";
import { alertView, button, submitted, typed } from "./parts";

export function windowView(desk: Desk): Drawn {
  const { asking, opened, texts } = desk;
  const whole = opened?.whole;
  if (asking === null || !whole) return nothing;
  const name = asking.what.replaceAll("-", "_") as "close";
  const send = submitted(() => {
    void desk.answer();
  });
  return html`
    <dialog
      class="ds-dialog window"
      data-asking
      aria-labelledby="asking-title"
      @close=${() => {
        desk.stopAsking();
      }}
    >
      <form class="fields" @submit=${send}>
        <h2 id="asking-title">${texts[`act_${name}`]}</h2>
        <p>${texts[`ask_${name}`]}</p>
        ${fieldsOf(desk, asking, whole)} ${alertView(asking.trouble, texts)}
        <div class="row">
          <button
            type="submit"
            class="ds-button"
            data-color=${asking.what === "take-over" ? "danger" : nothing}
            aria-disabled=${bodyOf(asking) === null || asking.isBusy ? "true" : nothing}
          >
            ${texts[`go_${name}`]}
          </button>
          ${button(texts.cancel, () => {
            desk.stopAsking();
          })}
        </div>
      </form>
    </dialog>
  `;
}

function fieldsOf(desk: Desk, asking: Asking, whole: CaseWhole): Drawn {
  const { texts } = desk;
  switch (asking.what) {
    case "take-over":
      return html`${area(desk, asking, "reason", texts.reason, 500)} ${line(desk, asking, "name", texts.shown_name, 40)}`;
    case "name":
      return line(desk, asking, "name", texts.shown_name, 40);
    case "pass":
      return colleagueField(desk, asking, whole);
    case "pass-on":
      return html`${serviceField(desk, asking)} ${area(desk, asking, "words", texts.pass_words, 2000)}`;
    case "close":
    case "called":
      return choices(
        desk,
        asking,
        "outcome",
        texts.outcome,
        OUTCOMES.map((code) => [code, named(texts, "outcome", code)]),
      );
    default:
      return nothing;
  }
}

function filled(desk: Desk, asking: Asking, field: Field): (event: Event) => void {
  return typed((value) => {
    asking.values[field] = value;
    desk.redraw();
  });
}

function area(desk: Desk, asking: Asking, field: Field, label: string, most: number): TemplateResult {
  return html`<div class="ds-field">
    <label class="ds-label" for="asking-${field}">${label}</label>
    <textarea
      class="ds-input"
      id="asking-${field}"
      rows="4"
      maxlength=${most}
      required
      .value=${asking.values[field]}
      @input=${filled(desk, asking, field)}
    ></textarea>
  </div>`;
}

function line(desk: Desk, asking: Asking, field: Field, label: string, most: number): TemplateResult {
  return html`<div class="ds-field">
    <label class="ds-label" for="asking-${field}">${label}</label>
    <input
      class="ds-input"
      id="asking-${field}"
      maxlength=${most}
      autocomplete="off"
      .value=${asking.values[field]}
      @input=${filled(desk, asking, field)}
    />
  </div>`;
}

function choices(
  desk: Desk,
  asking: Asking,
  field: Field,
  label: string,
  offered: readonly (readonly [string, string])[],
): TemplateResult {
  return html`<fieldset class="plain-set">
    <legend>${label}</legend>
    ${offered.map(
      ([value, said]) =>
        html`<label class="radio">
          <input
            class="ds-input"
            type="radio"
            name=${field}
            value=${value}
            required
            .checked=${asking.values[field] === value}
            @change=${filled(desk, asking, field)}
          />
          ${said}
        </label>`,
    )}
  </fieldset>`;
}

/** Those who are there and serve the same municipality. */
function colleagueField(desk: Desk, asking: Asking, whole: CaseWhole): TemplateResult {
  const { texts } = desk;
  const all = desk.queue?.colleagues.filter(
    ({ id, kommuner, here }) => here && id !== desk.me?.id && kommuner.includes(whole.kommune.id),
  );
  if (!all || all.length === 0) return html`<p class="notice">${texts.no_colleagues}</p>`;
  const offered = all.map(({ id, name, state, text }) => {
    const said = state === "available" ? texts.available : texts.away;
    return [String(id), `${name} (${said}${text === "" ? "" : `: ${text}`})`] as const;
  });
  return choices(desk, asking, "to", texts.pass_to, offered);
}

function serviceField(desk: Desk, asking: Asking): TemplateResult {
  const { texts } = desk;
  const find = (): void => {
    void desk.findServices();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find();
  };
  return html`
    <div class="ds-field">
      <label class="ds-label" for="asking-search">${texts.service_search}</label>
      <div class="search-row">
        <input
          class="ds-input"
          id="asking-search"
          type="search"
          autocomplete="off"
          .value=${asking.values.search}
          @input=${filled(desk, asking, "search")}
          @keydown=${keyed}
        />
        ${button(texts.search, find)}
      </div>
    </div>
    <div aria-live="polite">
      ${
        asking.services.length === 0
          ? nothing
          : choices(
              desk,
              asking,
              "service",
              fill(texts.services_found, { count: asking.services.length }),
              asking.services.map(({ id, name }) => [id, name]),
            )
      }
    </div>
  `;
}
