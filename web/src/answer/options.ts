/** What can be answered by pressing: the question that was asked back, its buttons, and the way to a person. */

import { html, nothing, type TemplateResult } from "lit";

import type { Texts } from "../texts";
import type { Actions } from "./actions";
import type { Whole } from "./whole";
import type { Drawn } from "./wording";

export interface OptionsGiven {
  texts: Texts;
  actions: Actions;
  current: boolean;
  id: string;
}

export function optionsView({ question, options }: Whole, given: OptionsGiven): Drawn {
  if (options.length === 0) return question === null ? nothing : html`<p class="question">${question}</p>`;
  return html`
    <div class="choices" role="group" aria-labelledby=${given.id}>
      <p class="question" id=${given.id}>${question ?? given.texts.choose}</p>
      <div class="options">${options.map(({ label, payload }) => button(label, payload, given))}</div>
    </div>
  `;
}

export function coordinatorView(whole: Whole, given: OptionsGiven): Drawn {
  const { texts } = given;
  const isOffered = offersButton(whole, given);
  if (whole.coordinator === null && !isOffered) return nothing;
  const pressed = button(texts.coordinator, texts.coordinator_payload, given);
  return html`
    <div class="coordinator">
      ${whole.coordinator === null ? nothing : html`<p>${whole.coordinator}</p>`}
      ${isOffered ? html`<div class="options">${pressed}</div>` : nothing}
    </div>
  `;
}

/**
 * Not once more where a button says it already.
 *
 * Where somebody asked for a person in words, the button leads to one; where nobody is to be reached, the answer itself
 * is the way.
 */
function offersButton(whole: Whole, { texts, actions }: OptionsGiven): boolean {
  const isAsked = whole.outcome === "handover";
  if (isAsked ? actions.person === null : !whole.offersCoordinator) return false;
  return !whole.options.some((one) => one.payload === texts.coordinator_payload || one.label === texts.coordinator);
}

/** In an older answer it does nothing any more, but still holds the focus: whoever pressed it must not be thrown out. */
function button(label: string, payload: string, { texts, current, actions }: OptionsGiven): TemplateResult {
  // The way to a person stays open, however long ago it was offered.
  const person = payload === texts.coordinator_payload ? actions.person : null;
  const press = (): void => {
    if (person !== null) person();
    else if (current) actions.say(payload);
  };
  return html`<button
    type="button"
    class="ds-button"
    data-variant="secondary"
    aria-disabled=${current || person !== null ? nothing : "true"}
    @click=${press}
  >
    ${label}
  </button>`;
}
