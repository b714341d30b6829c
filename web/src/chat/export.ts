/** Taking the conversation along: copied, printed, or written into an e-mail that only the person sends. */

import { plainText } from "../answer/plain";
import { clock, said, speaker, type Happened } from "../handover/happened";
import { textsOf, type Texts } from "../texts";
import type { Entry } from "./talk";

/** Longer addresses are cut or refused by common e-mail programs. */
const LONGEST_ADDRESS = 1_900;

/** The conversation as text. */
export function asPlainText(entries: readonly Entry[], texts: Texts): string {
  return entries.map((entry) => entryText(entry, texts)).join("\n\n");
}

function entryText(entry: Entry, texts: Texts): string {
  if (entry.kind === "mine") return `${texts.you} ${entry.text}`;
  if (entry.kind === "theirs") return plainText(entry.answer, texts);
  if (entry.kind === "event") return dated(eventText(entry.happened, texts), entry.happened.at, texts);
  const words = dated(speaker(entry.by, texts), entry.at, texts);
  const card = entry.answer === null ? "" : plainText(entry.answer, textsOf(entry.answer.language));
  return [`${words}: ${entry.text}`.trim(), card].filter(Boolean).join("\n\n");
}

/** What has happened; of a question, what would be passed on too. */
function eventText(happened: Happened, texts: Texts): string {
  return happened.words === null ? said(happened, texts) : `${said(happened, texts)} «${happened.words}»`;
}

function dated(words: string, at: string | null, texts: Texts): string {
  const time = clock(at, texts);
  return time === "" ? words : `${words} (${time})`;
}

/** Copies; whether the browser let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);
  }
}

/** On pages that are not encrypted there is no other. */
function copyTheOldWay(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}

/** An address that opens the person's e-mail program with the text in it; cut at a paragraph where it is too long. */
export function mailAddress(subject: string, text: string, cut: string): string {
  const whole = text.replace(/\p{Surrogate}/gu, ""); // Half a sign is no text, and would throw.
  const address = (body: string): string =>
    `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  const paragraphs = whole.split("\n\n");
  for (let kept = paragraphs.length; kept > 0; kept -= 1) {
    const body = paragraphs.slice(0, kept).join("\n\n") + (kept < paragraphs.length ? `\n\n${cut}` : "");
    if (address(body).length <= LONGEST_ADDRESS) return address(body);
  }
  return address(cut);
}

/** Prints one element alone. */
export function printElement(element: Element): void {
  const root = document.documentElement;
  root.dataset.printing = "card";
  element.setAttribute("data-printed", "");
  const done = (): void => {
    delete root.dataset.printing;
    element.removeAttribute("data-printed");
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
