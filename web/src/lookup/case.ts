/** The case sheet: made without leaving the page, so that what is typed is never lost. */

import type { Kept } from "./keeping";
import { offerKept } from "./keeping-offer";
import { warnOfNames } from "./names";
import { offerPrint } from "./printing";
import { send } from "./sending";
import { editSheet, fillSheet } from "./sheet";

/** As long a situation as the server takes. */
const LONGEST = 2_000;
/** The server says what is wrong with a situation, on a page with the situation in it. */
const FAULT = 422;

/** Where a situation is described. */
export function describeCase(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-case]");
  const held = form?.querySelector<HTMLTextAreaElement>("#situation");
  if (!form || !held) {
    return;
  }
  warnOfNames(form);
  offerKept(page, form, (found) => {
    reopen(page, form, held, found);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const take = async (response: Response): Promise<void> => {
      draw(page, await drawnIn(response, FAULT));
      begin(page);
    };
    void send({ page, form, held, take });
  });
}

/** What was kept is put in a sheet that is made anew, of the situation that it was made of before. */
function reopen(page: Document, form: HTMLFormElement, held: HTMLTextAreaElement, found: Kept): void {
  const situation = (found.asked ?? found.fields.situation ?? "").slice(0, LONGEST);
  held.value ||= situation;
  const take = async (response: Response): Promise<void> => {
    draw(page, await drawnIn(response));
    fillSheet(page, found);
    begin(page);
  };
  void send({ page, form, held, take, fields: () => new URLSearchParams({ situation }) });
}

/** The page of an answer that is one. */
async function drawnIn(response: Response, fault = 0): Promise<HTMLElement> {
  const drawn = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
  if (!drawn || (!response.ok && response.status !== fault)) {
    throw new Error(String(response.status));
  }
  return drawn;
}

/** Puts it in this page's place: what our own server has drawn, in which everything is text. */
function draw(page: Document, drawn: HTMLElement): void {
  page.querySelector("main")?.replaceChildren(...drawn.childNodes);
  describeCase(page);
  editSheet(page);
  offerPrint(page);
}

/** Whoever reads begins at the top of it. */
function begin(page: Document): void {
  page.querySelector("main")?.focus();
  window.scrollTo(0, 0);
}
