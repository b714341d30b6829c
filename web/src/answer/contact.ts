/** How somebody is reached: numbers to press, pages to open, an address to find. */

import { html, nothing, type TemplateResult } from "lit";

import { fill, type Texts } from "../texts";
import type { Service, WholeContact } from "./whole";
import { contentLanguage, newTab, webAddress, type Drawn } from "./wording";

/** What a contact says it is, and where pressing it leads. Without an address it is text. */
export interface Reach {
  said: string;
  href: string | null;
  /** What stands beside the link, where the link does not say it already. */
  about: string | null;
  isPage: boolean;
}

const PAGES = ["nettside", "skjema", "chat"];

export function reach(contact: WholeContact, texts: Texts): Reach {
  const { kind, value, label } = contact;
  const number = numberIn(value);
  if (kind === "telefon" && number !== null) return call(`tel:${number}`, fill(texts.dial, { number: value }), label);
  if (kind === "sms" && number !== null) return call(`sms:${number}`, fill(texts.sms_to, { number: value }), label);
  if (kind === "epost" && isMailbox(value)) {
    return call(`mailto:${value}`, fill(texts.mail_to, { address: value }), label);
  }
  const page = PAGES.includes(kind) ? webAddress(value) : null;
  if (page !== null) return pageReach(page, label ?? value, label === null ? null : siteOf(page));
  return { said: value, href: null, about: label, isPage: false };
}

/** One way to reach somebody, as a line of a list. */
export function contactView(contact: WholeContact, texts: Texts): TemplateResult {
  const { said, href, about, isPage } = reach(contact, texts);
  const kind = kindName(contact.kind, texts);
  const beside = [isPage ? kind : null, about].filter((part) => part !== null).join(" · ");
  return html`
    <li class="contact">
      ${href === null ? html`<span class="contact-text">${said}</span>` : link(said, href, isPage, texts)}
      ${beside === "" ? nothing : html`<span class="contact-about" lang=${isPage ? nothing : contentLanguage(texts)}>${beside}</span>`}
      ${hoursView(contact, texts)} ${contact.kind === "adresse" ? map(contact.value, texts) : nothing}
    </li>
  `;
}

/** Opening hours, and whether it is open now, in words and with a sign. */
export function hoursView({ hours, isOpen }: WholeContact, texts: Texts): Drawn {
  if (hours === null && isOpen === null) return nothing;
  return html`<span class="contact-hours">${isOpen === null ? nothing : openView(isOpen, texts)} ${hours}</span>`;
}

/** Pages that several services refer to: the municipality's own stand in where no contact is confirmed. */
export function sharedContacts(services: readonly Service[]): WholeContact[] {
  const users = new Map<string, WholeContact[]>();
  for (const contact of services.flatMap((service) => service.contacts)) {
    if (contact.kind === "nettside") users.set(contact.value, [...(users.get(contact.value) ?? []), contact]);
  }
  return [...users.values()].filter((all) => all.length > 1).flatMap((all) => all.slice(0, 1));
}

/** What a kind of contact is called; nothing where we do not know it. */
export function kindName(kind: string, texts: Texts): string | null {
  const names: Record<string, string> = {
    telefon: texts.phone,
    sms: texts.sms,
    epost: texts.email,
    nettside: texts.web,
    skjema: texts.form,
    chat: texts.chat,
    adresse: texts.address,
  };
  return Object.hasOwn(names, kind) ? (names[kind] ?? null) : null;
}

/** A label may say more than a name: its first sentence is pressed, the rest is read. */
function pageReach(href: string, label: string, site: string | null): Reach {
  const [said = label, ...rest] = label.split(/(?<=\.)\s+/);
  const about = [site, ...rest].filter((part) => part !== null).join(" · ");
  return { said: said.replace(/\.$/, ""), href, about: about === "" ? null : about, isPage: true };
}

function call(href: string, said: string, about: string | null): Reach {
  return { said, href, about, isPage: false };
}

function link(said: string, href: string, isPage: boolean, texts: Texts): TemplateResult {
  if (!isPage) return html`<a class="ds-link contact-go" href=${href}>${said}</a>`;
  return html`<a class="ds-link contact-go" href=${href} target="_blank" rel="noopener noreferrer"
    ><span lang=${contentLanguage(texts)}>${said}</span>${newTab(texts)}</a
  >`;
}

/** A map is only a link: nothing of it is loaded before somebody asks for it. */
function map(address: string, texts: Texts): TemplateResult {
  // Half a surrogate pair is no text, and would throw.
  const query = encodeURIComponent(address.replace(/\p{Surrogate}/gu, ""));
  const href = `https://www.openstreetmap.org/search?query=${query}`;
  return html`<a class="ds-link contact-go" href=${href} target="_blank" rel="noopener noreferrer"
    >${texts.map}<span class="visually-hidden">: ${address}</span>${newTab(texts)}</a
  >`;
}

function openView(isOpen: boolean, texts: Texts): TemplateResult {
  return html`<span class="open" data-open=${isOpen ? "yes" : "no"}
    ><span aria-hidden="true">${isOpen ? "✓" : "✕"}</span> ${isOpen ? texts.open_now : texts.closed_now}</span
  >`;
}

/** The first number in a value, as a telephone reads it; two numbers in one value would be a wrong one together. */
function numberIn(value: string): string | null {
  const found = /\+?\d(?:[\s.-]?\d)*/.exec(value)?.[0].replace(/[^\d+]/g, "");
  return found !== undefined && found.length <= 16 ? found : null;
}

/** Whether it is a plain address: anything after it could put words into the person's e-mail. */
function isMailbox(value: string): boolean {
  return /^[^\s@<>?&%,;]+@[^\s@<>?&%,;]+$/.test(value);
}

function siteOf(address: string): string | null {
  return /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address)?.[1] ?? null;
}
