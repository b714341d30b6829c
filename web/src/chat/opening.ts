/** What is said before anything was written: that no person answers, and where one may begin; or that nothing answers. */

import { html, nothing, type TemplateResult } from "lit";

import type { Actions } from "../answer/actions";
import type { Language, Texts } from "../texts";
import { page } from "./header";
import { ROLES, type Paragraph, type Role, type Setup } from "./setup";

export interface OpeningGiven {
  texts: Texts;
  setup: Setup;
  language: Language;
  isBegun: boolean;
  /** Whether nothing was said yet, though a conversation may have begun. */
  isSilent: boolean;
  /** Whether there are people who can be asked for. */
  hasDesk: boolean;
  role: Role;
  actions: Actions;
  beRole: (role: Role) => void;
}

export function opening(given: OpeningGiven): TemplateResult {
  const { texts, language } = given;
  const { stopped } = given.setup;
  return html`
    <div class="bubble">
      <span class="visually-hidden">${texts.guide} </span>
      ${stopped?.[language].map((part, place) => told(part, place, texts)) ?? html`<p>${texts.opening}</p>`}
      <p>
        ${given.hasDesk ? texts.opening_desk : texts.opening_privacy}
        ${page(`/personvern?lang=${language}`, texts.privacy, texts)}
      </p>
    </div>
    ${given.isBegun ? nothing : roles(given)} ${given.isSilent && !stopped ? beginnings(given) : nothing}
  `;
}

/** The first of it says the most. */
function told({ said, to }: Paragraph, place: number, texts: Texts): TemplateResult {
  const shown = place === 0 ? html`<strong>${said}</strong>` : said;
  return html`<p>${to === null ? shown : page(to, said, texts)}</p>`;
}

function roles(given: OpeningGiven): TemplateResult {
  const { texts, role } = given;
  return html`
    <fieldset class="roles">
      <legend>${texts.who}</legend>
      ${ROLES.map(
        (one) =>
          html`<label class="role"
            ><input
              type="radio"
              name="role"
              value=${one}
              .checked=${one === role}
              @change=${() => {
                given.beRole(one);
              }}
            />${texts[`role_${one}`]}</label
          >`,
      )}
    </fieldset>
  `;
}

function beginnings(given: OpeningGiven): TemplateResult {
  const { texts, role } = given;
  return html`
    <p class="starts-lead" id="starts">${texts.starts}</p>
    <ul class="starts" aria-labelledby="starts">
      ${given.setup.starts[role][given.language].map(
        ({ label, payload }) =>
          html`<li>
            <button
              type="button"
              class="ds-button"
              data-variant="secondary"
              data-size="sm"
              @click=${() => {
                given.actions.say(payload);
              }}
            >
              ${label}
            </button>
          </li>`,
      )}
    </ul>
  `;
}
