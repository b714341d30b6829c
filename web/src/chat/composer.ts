/** Where the person writes. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import { fill, type Texts } from "../texts";
import { askToForget } from "./header";

/** The field's id. */
export const FIELD = "text";
/** Characters that the server takes. */
export const MOST = 2_000;
/** From here on it is told how many are left. */
const FEW = 200;

export interface ComposerGiven {
  texts: Texts;
  draft: string;
  isEditing: boolean;
  /** Whether there is a conversation to forget. */
  isBegun: boolean;
  /** Whether something else stands in its place. */
  isHidden: boolean;
  /** Whether a coordinator reads what is written. */
  isLive: boolean;
  /** Whether the conversation has ended: then nothing can be written. */
  isClosed: boolean;
  /** Opens the way to a person; null where it is open already, or there is none. */
  person: (() => void) | null;
  /** How it stands with the coordinator. */
  standing: TemplateResult | typeof nothing;
  typed: (text: string) => void;
  send: () => void;
  cancel: () => void;
}

export function composer(given: ComposerGiven): TemplateResult {
  const { texts, draft, isEditing, isLive, isClosed } = given;
  const submit = (event: Event): void => {
    event.preventDefault();
    given.send();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch()) return;
    event.preventDefault();
    given.send();
  };
  const left = MOST - draft.length;
  // Words that were not sent are still to be read, and copied.
  const isSpent = isClosed && draft === "";
  return html`
    <form class="write" ?hidden=${given.isHidden} @submit=${submit}>
      ${given.standing}
      ${
        isEditing
          ? html`<p class="editing" role="status">
              ${texts.editing}
              <button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${given.cancel}>
                ${texts.edit_cancel}
              </button>
            </p>`
          : nothing
      }
      <div class="write-head">
        <label class="ds-label" for=${FIELD} ?hidden=${isSpent}>${isLive ? texts.live_write : texts.write_label}</label>
        ${given.person === null ? nothing : personButton(texts, given.person)}
        ${given.isBegun ? forgetButton(texts) : nothing}
      </div>
      <div class="write-row" ?hidden=${isSpent}>
        <textarea
          class="ds-input"
          id=${FIELD}
          name="text"
          rows="2"
          autocomplete="off"
          spellcheck="true"
          aria-describedby=${isClosed ? "closed-lead" : "write-hint"}
          ?readonly=${isClosed}
          aria-invalid=${left < 0 ? "true" : "false"}
          .value=${live(draft)}
          @input=${(event: Event) => {
            given.typed((event.target as HTMLTextAreaElement).value);
          }}
          @keydown=${keyed}
        ></textarea>
        ${isClosed ? nothing : html`<button type="submit" class="ds-button send">${texts.send}</button>`}
      </div>
      <p class="hint" id="write-hint" ?hidden=${isClosed}>
        ${left < FEW ? fill(left < 0 ? texts.too_long : texts.characters_left, { count: left }) : isLive ? texts.live_hint : texts.write_hint}
      </p>
    </form>
  `;
}

function forgetButton(texts: Texts): TemplateResult {
  return html`<button
      type="button"
      class="ds-button forget"
      data-variant="tertiary"
      data-size="sm"
      @click=${askToForget}
      aria-describedby="forget-hint"
    >
      ${texts.forget}</button
    ><span id="forget-hint" hidden>${texts.forget_hint}</span>`;
}

function personButton(texts: Texts, open: () => void): TemplateResult {
  return html`<button type="button" class="ds-button to-person" data-variant="secondary" data-size="sm" @click=${open}>
    ${texts.person}
  </button>`;
}

/** Where the keys are on the screen, Enter is for a new line: the button is right beside it. */
function isTouch(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}
