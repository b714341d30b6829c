/** The conversation as a list: the opening, what was written, what was answered. */

import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";

import type { Actions } from "../answer/actions";
import { answerView } from "../answer/answer";
import { textsOf, type Language, type Texts } from "../texts";
import { opening } from "./opening";
import type { Role, Setup } from "./setup";
import { Talk, type Entry, type Mine, type Theirs } from "./talk";
import { troubleText } from "./trouble";

export interface LogGiven {
  texts: Texts;
  setup: Setup;
  language: Language;
  talk: Talk;
  isCaughtUp: boolean;
  isBegun: boolean;
  role: Role;
  actions: Actions;
  beRole: (role: Role) => void;
  edit: () => void;
  tryAgain: () => void;
}

export function log(given: LogGiven): TemplateResult {
  const { texts, talk } = given;
  return html`
    <div
      class="log"
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label=${texts.log_label}
      aria-busy=${given.isCaughtUp ? "false" : "true"}
    >
      <ol class="talk">
        <li class="entry opening">${opening(given)}</li>
        ${repeat(
          talk.entries,
          (entry) => entry.id,
          (entry) => item(entry, given),
        )}
      </ol>
      ${talk.isWaiting && talk.lastMine?.trouble === null ? waiting(texts) : nothing}
    </div>
  `;
}

function item(entry: Entry, given: LogGiven): TemplateResult {
  const isCurrent = given.talk.isCurrent(entry);
  const isLastMine = entry === given.talk.lastMine;
  // Drawn anew only where something of it has changed: a long conversation stays quick.
  return html`${guard([entry, isCurrent, isLastMine, given.texts], () =>
    entry.kind === "mine" ? mine(entry, isLastMine, given) : theirs(entry, isCurrent, given),
  )}`;
}

function mine(entry: Mine, isLast: boolean, given: LogGiven): TemplateResult {
  const { texts } = given;
  return html`
    <li class="entry mine" data-last=${isLast} tabindex="-1">
      <p class="bubble"><span class="visually-hidden">${texts.you} </span>${entry.text}</p>
      ${entry.trouble === null ? nothing : trouble(entry, given)}
      ${isLast && Talk.isEditable(entry) ? editButton(given) : nothing}
    </li>
  `;
}

function trouble(entry: Mine, { texts, tryAgain }: LogGiven): TemplateResult {
  return html`<p class="trouble">
    <span aria-hidden="true">⚠</span> ${entry.trouble === null ? "" : troubleText(texts, entry.trouble)}
    <button type="button" class="ds-button" data-variant="secondary" data-size="sm" @click=${tryAgain}>
      ${texts.try_again}
    </button>
  </p>`;
}

function editButton({ texts, edit }: LogGiven): TemplateResult {
  return html`<button
    type="button"
    class="ds-button edit"
    data-variant="tertiary"
    data-size="sm"
    aria-label=${texts.edit_label}
    @click=${edit}
  >
    ${texts.edit}
  </button>`;
}

function theirs(entry: Theirs, current: boolean, given: LogGiven): TemplateResult {
  const { setup, actions } = given;
  // What we say within an answer is in its own language, whatever the page around it is in.
  const texts = textsOf(entry.answer.language);
  return html`
    <li class="entry theirs" lang=${entry.answer.language}>
      <span class="visually-hidden">${texts.guide} </span>
      ${answerView(entry.answer, { texts, place: setup.name, current, actions, number: entry.serial })}
    </li>
  `;
}

function waiting(texts: Texts): TemplateResult {
  return html`<p class="waiting">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    <span class="waiting-word">${texts.waiting}</span>
  </p>`;
}
