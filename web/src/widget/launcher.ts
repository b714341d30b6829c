/** The button that opens and closes the chat. */

import { draw, make } from "./element";
import type { Words } from "./words";

export interface Launcher {
  button: HTMLButtonElement;
  /** Says aloud what only the dot shows. */
  status: HTMLElement;
  /** Shows whether the chat is open. */
  expand: (open: boolean) => void;
  /** Shows whether there is something new. */
  mark: (unread: boolean) => void;
}

/** What it opens, and that it closes again. */
const BUBBLE = "M4 4h16v12H11l-5 5v-5H4zM8 8h8M8 12h5";
const DOWN = "M5 9l7 7 7-7";

/** A button that does `press`, for the panel with this id. */
export function launcher(words: Words, panel: string, press: () => void): Launcher {
  const path = draw("path", {});
  const svg = draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(path);
  const label = make("span", {}, words.ask, make("span", { class: "rest" }, words.rest));
  const dot = make("span", { class: "dot" }, make("span", { class: "unseen" }, `, ${words.unread}`));
  const attributes = { type: "button", class: "launcher", "aria-controls": panel, "aria-haspopup": "dialog" };
  const button = make("button", attributes, svg, label, dot);
  button.onclick = press;
  const status = make("div", { role: "status", class: "unseen" });

  const expand = (open: boolean) => {
    button.setAttribute("aria-expanded", String(open));
    path.setAttribute("d", open ? DOWN : BUBBLE);
  };
  const mark = (unread: boolean) => {
    dot.hidden = !unread;
    status.textContent = unread ? words.unread : "";
  };
  expand(false);
  mark(false);
  return { button, status, expand, mark };
}
