/** An answer, or one card of it, as plain text: to copy, to send, to keep. */

import { fill, type Texts } from "../texts";
import { kindName, reach, sharedContacts } from "./contact";
import type { Answer } from "./types";
import { wholeOf, type Cell, type Service, type Step, type WholeContact, type WholeSource } from "./whole";
import { day, languageOf } from "./wording";

const PARAGRAPH = "\n\n";

/** The whole answer, in the order that it is shown. Buttons are left out: on paper there is nothing to press. */
export function plainText(answer: Answer, texts: Texts): string {
  const whole = wholeOf(answer, texts);
  const shared = sharedContacts(whole.services);
  const parts = [
    whole.acute === null ? null : block(whole.acute.opening, contactLines(whole.acute.contacts, texts)),
    ...whole.body,
    whole.services.length === 0 ? null : `${texts.services}:`,
    ...whole.services.map((service) => serviceText(service, texts, shared)),
    block(`${texts.shared_contact}:`, contactLines(shared, texts)),
    block(`${texts.plan}:`, numbered(whole.plan, texts)),
    block(whole.process?.title ?? null, numbered(whole.process?.steps ?? [], texts)),
    block(`${texts.responsibility}:`, whole.cells.map(cellLine)),
    ...whole.notices,
    block(texts.sources, sourceLines(whole.sources, texts)),
    whole.question,
    whole.coordinator,
  ];
  return joined(parts) || answer.reply || texts.unreadable;
}

/** One card, with where it is from: it must be understood alone. */
export function cardText(service: Service, texts: Texts, place: string): string {
  return joined([serviceText(service, texts, []), fill(texts.mail_subject, { place })]);
}

function serviceText(service: Service, texts: Texts, shared: readonly WholeContact[]): string {
  const contacts = service.contacts.filter((one) => !shared.some(({ value }) => value === one.value));
  const levels = service.levels.map(({ name }) => name).join(", ");
  const lines = [
    service.name,
    service.why,
    block(`${texts.contact}:`, contactLines(contacts, texts)),
    told(texts.takes, service.access),
    told(texts.next, service.next),
    told(texts.level, levels),
    block(texts.sources, sourceLines(service.sources, texts)),
  ];
  return lines.filter(Boolean).join("\n");
}

function contactLines(contacts: readonly WholeContact[], texts: Texts): string[] {
  return contacts.map((contact) => {
    const { said, href, isPage, about } = reach(contact, texts);
    const kind = href === null ? kindName(contact.kind, texts) : null;
    const named = kind === null ? said : `${kind}: ${said}`;
    const more = isPage ? (said === contact.value ? null : contact.value) : about;
    const hours = contact.hours === null ? "" : ` (${contact.hours.replace(/\.$/, "")})`;
    return dashed(`${more === null ? named : `${named}: ${more}`}${hours}`);
  });
}

function sourceLines(sources: readonly WholeSource[], texts: Texts): string[] {
  return sources.map(({ title, locator, quote, url, checked }) => {
    const place = locator === null ? title : `${title}, ${locator}`;
    const date = checked === null ? null : `(${fill(texts.checked, { date: day(checked, languageOf(texts)) })})`;
    return dashed([place, quote === null ? null : `«${quote}»`, date, url].filter(Boolean).join(" "));
  });
}

function numbered(steps: readonly Step[], texts: Texts): string[] {
  return steps.map(({ text, deadline }, place) => {
    const until = deadline === null ? "" : ` ${fill(texts.deadline, { deadline })}`;
    return `${place + 1}. ${text}${until}`;
  });
}

function cellLine({ area, level, services }: Cell): string {
  const where = [area, level?.name].filter(Boolean).join(", ");
  return dashed(`${where}: ${services.join(", ")}`);
}

function told(term: string, text: string | null): string | null {
  return text === null || text === "" ? null : `${term}: ${text}`;
}

/** A heading and its lines; nothing without lines. */
function block(heading: string | null, lines: readonly string[]): string | null {
  return lines.length === 0 ? null : [heading, ...lines].filter(Boolean).join("\n");
}

function dashed(line: string): string {
  return `– ${line}`;
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(PARAGRAPH);
}
