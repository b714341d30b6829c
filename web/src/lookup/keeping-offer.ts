/** What was kept in this browser can be opened again where it belongs, with today's facts around it, or deleted. */

import { forget, kept, type Kept } from "./keeping";

export function offerKept(page: Document, form: HTMLFormElement, open: (found: Kept) => void): void {
  const offer = page.querySelector<HTMLElement>("#gjemt");
  const found = kept();
  if (!offer || !found) {
    return;
  }
  const isHere = found.kommune === form.dataset.kommune;
  const told = (isHere ? offer.dataset.found : offer.dataset.foundElsewhere) ?? "";
  const said = page.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = told.replace("{date}", new Date(found.at).toLocaleDateString("nb-NO"));
  const opening = isHere
    ? button(page, offer.dataset.open ?? "", () => {
        open(found);
      })
    : wayTo(page, form, offer, found);
  if (isHere) {
    opening.className = "send"; // It sends what was kept, and is busy as long as anything is sent.
  }
  const dropping = button(page, offer.dataset.forget ?? "", () => {
    forget();
    said.textContent = offer.dataset.forgotten ?? "";
    opening.remove();
    dropping.remove();
  });
  offer.replaceChildren(said, opening, " ", dropping);
  offer.hidden = false;
}

/** To another municipality's own page, in the same written standard: a sheet is made of the facts of its own. */
function wayTo(page: Document, form: HTMLFormElement, offer: HTMLElement, found: Kept): HTMLAnchorElement {
  const link = page.createElement("a");
  link.href = `/oppslag/${encodeURIComponent(found.kommune)}/sak${new URL(form.action).search}`;
  link.textContent = offer.dataset.openElsewhere ?? "";
  return link;
}

function button(page: Document, text: string, pressed: () => void): HTMLButtonElement {
  const made = page.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}
