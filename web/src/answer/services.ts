/** Where help is found: a card for each service, the one to begin with first. */

import { html, nothing, type TemplateResult } from "lit";

import type { Language, Texts } from "../texts";
import type { Actions } from "./actions";
import { contactView, sharedContacts } from "./contact";
import { keepView } from "./keep";
import { cardText } from "./plain";
import { sourcesView } from "./sources";
import type { Service, WholeContact } from "./whole";
import { contentLanguage, levelView, type Drawn } from "./wording";

export interface CardsGiven {
  texts: Texts;
  place: string;
  actions: Actions;
  language: Language | null;
  /** The id of a card, by its place. */
  idOf: (place: number) => string;
}

export function servicesView(services: readonly Service[], given: CardsGiven): Drawn {
  if (services.length === 0) return nothing;
  const shared = sharedContacts(services);
  return html`
    <div class="services">
      <h2>${given.texts.services}</h2>
      <ul class="cards">
        ${services.map((service, place) => card(service, { ...given, shared, id: given.idOf(place), isFirst: isStart(place, services) }))}
      </ul>
      ${sharedView(shared, given.texts)}
    </div>
  `;
}

interface CardGiven extends CardsGiven {
  shared: readonly WholeContact[];
  id: string;
  isFirst: boolean;
}

function card(service: Service, given: CardGiven): TemplateResult {
  const { texts, shared, id, isFirst, language, actions, place } = given;
  const { name, why, whyLanguage, access, next, sources } = service;
  const isShared = (contact: WholeContact): boolean => shared.some((one) => one.value === contact.value);
  const own = service.contacts.filter((contact) => !isShared(contact));
  const elsewhere = service.contacts.filter(isShared);
  return html`
    <li class="ds-card card" data-card id=${id} tabindex="-1" data-start=${isFirst ? "" : nothing}>
      ${isFirst ? html`<p class="ds-tag start" data-color="accent"><span aria-hidden="true">→</span> ${texts.start_here}</p>` : nothing}
      <h3 lang=${contentLanguage(texts)}>${name}</h3>
      ${why === null ? nothing : html`<p lang=${whyLanguage ?? nothing}>${why}</p>`} ${contactsView(own, texts)}
      <dl class="about">
        ${entry(texts.takes, [access], contentLanguage(texts))} ${entry(texts.next, [next], contentLanguage(texts))}
        ${entry(texts.level, service.levels.map(levelView))}
      </dl>
      ${
        elsewhere.length === 0
          ? nothing
          : html`<ul class="contacts printed-alone">
              ${elsewhere.map((one) => contactView(one, texts))}
            </ul>`
      }
      <div class="card-foot">
        ${sourcesView(sources, { texts, language, of: name })}
        ${keepView(name, cardText(service, texts, place), actions, texts)}
      </div>
    </li>
  `;
}

/** Only among several is one the first. */
function isStart(place: number, services: readonly Service[]): boolean {
  return place === 0 && services.length > 1;
}

function contactsView(contacts: readonly WholeContact[], texts: Texts): Drawn {
  if (contacts.length === 0) return nothing;
  return html`
    <h4>${texts.contact}</h4>
    <ul class="contacts">
      ${contacts.map((contact) => contactView(contact, texts))}
    </ul>
  `;
}

function entry(
  term: string,
  told: readonly (string | TemplateResult | null)[],
  language: Language | typeof nothing = nothing,
): Drawn {
  const said = told.filter((one) => one !== null);
  if (said.length === 0) return nothing;
  return html`<div>
    <dt>${term}</dt>
    ${said.map((one) => html`<dd lang=${language}>${one}</dd> `)}
  </div>`;
}

function sharedView(shared: readonly WholeContact[], texts: Texts): Drawn {
  if (shared.length === 0) return nothing;
  return html`
    <div class="shared">
      <h3>${texts.shared_contact}</h3>
      <ul class="contacts">
        ${shared.map((contact) => contactView(contact, texts))}
      </ul>
    </div>
  `;
}
