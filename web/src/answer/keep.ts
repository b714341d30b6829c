/** Taking one card along: copied, printed or in an e-mail that only the person sends. */

import { html, type TemplateResult } from "lit";

import { fill, type Texts } from "../texts";
import type { Actions } from "./actions";

export function keepView(name: string, text: string, actions: Actions, texts: Texts): TemplateResult {
  const print = (event: Event): void => {
    const card = (event.currentTarget as Element).closest("[data-card]");
    if (card !== null) actions.print(card);
  };
  return html`
    <div class="keep" role="group" aria-label=${fill(texts.card_actions, { name })}>
      ${button(texts.copy_card, name, () => {
        actions.copy(text);
      })}
      ${button(texts.print_card, name, print)}
      ${button(texts.mail_card, name, () => {
        actions.mail(text);
      })}
    </div>
  `;
}

function button(word: string, name: string, press: (event: Event) => void): TemplateResult {
  return html`<button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${press}>
    ${word}<span class="visually-hidden">: ${name}</span>
  </button>`;
}
