/** The conversation as a list: the opening, what was written, what was answered. */

import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";

import type { Actions } from "../answer/actions";
import { answerView } from "../answer/answer";
import { clock, said, speaker } from "../handover/happened";
import type { Handover } from "../handover/handover";
import { textsOf, type Language, type Texts } from "../texts";
import { opening } from "./opening";
import type { Role, Setup } from "./setup";
import type { Entry, Mine, Occurrence, Person, Talk, Theirs } from "./talk";
import { troubleText } from "./trouble";

export interface LogGiven {
  texts: Texts;
  setup: Setup;
  language: Language;
  talk: Talk;
  handover: Handover;
  isCaughtUp: boolean;
  isBegun: boolean;
  hasDesk: boolean;
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
        <li class="entry opening">${opening({ ...given, isSilent: talk.entries.length === 0 && given.isCaughtUp })}</li>
        ${repeat(
          talk.entries,
          (entry) => entry.id,
          (entry) => item(entry, given),
        )}
      </ol>
      ${talk.isWaiting && talk.lastMine?.trouble === null ? waiting(texts.waiting) : nothing}
      ${given.handover.isAnswering ? waiting(texts.coordinator_answering) : nothing}
    </div>
  `;
}

function item(entry: Entry, given: LogGiven): TemplateResult {
  const { talk, handover } = given;
  if (entry.kind === "person") return html`${guard([entry, given.texts], () => person(entry, given))}`;
  if (entry.kind === "event") return event(entry, given);
  if (entry.kind === "mine") {
    const isLast = entry === talk.lastMine;
    const isEditable = isLast && talk.isEditable(entry) && !handover.isLive && handover.state !== "closed";
    // Drawn anew only where something of it has changed: a long conversation stays quick.
    return html`${guard([entry, isLast, isEditable, given.texts], () => mine(entry, isLast, isEditable, given))}`;
  }
  // While a person reads, what is pressed would be said to them.
  const isCurrent = talk.isCurrent(entry) && !handover.isLive && handover.state !== "closed";
  const reachesPerson = given.actions.person !== null;
  return html`${guard([entry, isCurrent, reachesPerson, given.texts], () => theirs(entry, isCurrent, given))}`;
}

function mine(entry: Mine, isLast: boolean, isEditable: boolean, given: LogGiven): TemplateResult {
  const { texts } = given;
  return html`
    <li class="entry mine" data-last=${isLast} tabindex="-1">
      <p class="bubble"><span class="visually-hidden">${texts.you} </span>${entry.text}</p>
      ${entry.trouble === null ? nothing : trouble(entry, given)} ${isEditable ? editButton(given) : nothing}
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

/** What a coordinator wrote: who, when, their words, and the card that they sent along. */
function person(entry: Person, { texts, setup, actions }: LogGiven): TemplateResult {
  const { answer, serial } = entry;
  return html`
    <li class="entry person" data-serial=${serial}>
      <p class="person-who">
        <span class="person-sign" aria-hidden="true"></span>
        <span
          ><strong>${speaker(entry.by, texts)}</strong> <span class="person-at">${clock(entry.at, texts)}</span></span
        >
      </p>
      ${entry.text === "" ? nothing : html`<p class="person-said">${entry.text}</p>`}
      ${answer === null ? nothing : card(answer, serial, textsOf(answer.language), setup, actions)}
    </li>
  `;
}

function card(answer: Theirs["answer"], number: number, texts: Texts, setup: Setup, actions: Actions): TemplateResult {
  const given = { texts, place: setup.name, current: false, actions, number, isCard: true };
  return html`<div lang=${answer.language}>${answerView(answer, given)}</div>`;
}

/** What has happened; a question whether something may be passed on is answered where it stands. */
function event(entry: Occurrence, given: LogGiven): TemplateResult {
  const { texts, talk, handover } = given;
  const { happened, id } = entry;
  const { proposal } = happened;
  if (happened.kind !== "consent-asked" || proposal === null) {
    return html`<li class="entry event">
      ${said(happened, texts)} <span class="person-at">${clock(happened.at, texts)}</span>
    </li>`;
  }
  const asked = {
    texts,
    asked: happened,
    outcome: talk.outcomeOf(proposal)?.happened ?? null,
    isOpen: talk.isLastAsked(entry) && handover.isUnderWay,
    id: `consent-${id.split(":").at(-1) ?? ""}`,
    answer: (consent: boolean) => handover.consent(proposal, consent),
  };
  return html`<li class="entry person"><edi-consent .given=${asked}></edi-consent></li>`;
}

function waiting(word: string): TemplateResult {
  return html`<p class="waiting">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    <span class="waiting-word">${word}</span>
  </p>`;
}
