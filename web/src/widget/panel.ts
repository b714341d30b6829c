/** Where the chat stands, and what stands there until it has come or when it does not come. */

import { make } from "./element";
import { NAME, type Words } from "./words";

export interface Panel {
  element: HTMLElement;
  /** Fills the screen, or stands in its corner beside a page that can still be used. */
  fill: (whole: boolean) => void;
  wait: () => void;
  /** Nobody is left with a blank: says so, and shows the other ways to help. */
  apologise: () => void;
  /** Lets what is in the frame be seen. */
  reveal: () => void;
}

export const PANEL = "panel";

/** Who answers is in the words. */
const NUMBERS = ["113", "112", "116 111"];

/** A panel, hidden at first. `page` is where the same chat is found on a page of its own. */
export function panelOf(words: Words, page: string, close: () => void): Panel {
  const text = make("div", { role: "status" });
  const button = make("button", { type: "button" }, words.close);
  button.onclick = close;
  const note = make("div", { class: "note" }, text, button);
  const element = make(
    "div",
    { id: PANEL, class: "panel", role: "dialog", "aria-label": NAME, tabindex: "-1", hidden: "" },
    note,
  );
  return {
    element,
    fill(whole) {
      element.classList.toggle("whole", whole);
      element.setAttribute("aria-modal", String(whole));
    },
    wait() {
      note.hidden = false;
      text.replaceChildren(make("p", {}, words.wait));
    },
    apologise() {
      const full = make("a", { href: page, target: "_blank", rel: "noopener noreferrer" }, words.full);
      const lines = NUMBERS.map((number, place) => line(number, words.lines[place] ?? ""));
      text.replaceChildren(make("p", {}, words.sorry), full, make("p", {}, words.danger), make("ul", {}, ...lines));
    },
    reveal() {
      note.hidden = true;
    },
  };
}

/** A number to call. */
function line(number: string, who: string): HTMLLIElement {
  return make("li", {}, make("a", { href: `tel:${number.replace(" ", "")}` }, `${number} ${who}`));
}
