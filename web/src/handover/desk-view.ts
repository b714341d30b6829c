/** Whether the desk is open, and what somebody can count on. */

import { html, nothing, type TemplateResult } from "lit";

import { languageOf, type Drawn } from "../answer/wording";
import type { Setup } from "../chat/setup";
import { fill, type Texts } from "../texts";
import { closedSaid, dayOf } from "./days";
import { hoursSaid } from "./hours";
import type { Desk } from "./shapes";
import type { PanelTexts } from "./texts";

export interface DeskGiven {
  texts: Texts;
  own: PanelTexts;
  setup: Setup;
  /** Whether they are to be contacted, and do not wait here. */
  isCallback: boolean;
  /** Whether somebody is waited for already, or here. */
  isOpen: boolean;
}

export function deskView(desk: Desk, given: DeskGiven): Drawn {
  const { texts, own, isCallback } = given;
  const isEmpty = desk.isOpen && !desk.isSomeoneHere && !given.isOpen;
  const told = [
    desk.isOpen ? nothing : closedView(desk, given),
    isEmpty ? html`<p>${texts.person_nobody}</p>` : nothing,
    isCallback && desk.callbackBy !== null
      ? html`<p><strong>${fill(own.person_promise, { date: dayOf(desk.callbackBy, texts) })}</strong></p>`
      : nothing,
  ];
  return told.every((part) => part === nothing) ? nothing : html`<div class="person-desk">${told}</div>`;
}

/** When it opens again, and whom to call until then. */
function closedView(desk: Desk, { texts, own, setup }: DeskGiven): TemplateResult {
  return html`
    <p>${closedSaid(desk, texts)}</p>
    ${
      desk.hours.length === 0
        ? nothing
        : html`<ul class="person-hours" aria-label=${own.person_hours}>
            ${hoursSaid(desk.hours, texts, own).map((line) => html`<li>${line}</li>`)}
          </ul>`
    }
    <p>${texts.person_urgent}</p>
    <ul class="person-lines">
      ${setup.emergency[languageOf(texts)].lines.map(
        ({ number, digits, label }) =>
          html`<li><a class="ds-link" href="tel:${digits}">${fill(texts.call, { number, label })}</a></li>`,
      )}
    </ul>
  `;
}
