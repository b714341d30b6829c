/** While somebody types: that a name or a number stands in it, before anything is sent to be understood. */

import { hiddenIn } from "./calls";

/** So long after the last key in a field it is asked what would be hidden of it. */
const QUIET = 500;

/** How far the look at one field has come. */
interface Look {
  timer: number;
  running: AbortController;
  /** What would be hidden of it, in words. */
  kinds: readonly string[];
}

/** Each field is looked at by itself; what is told is what stands in all of them. */
export function warnOfNames(form: HTMLFormElement): void {
  const warning = form.querySelector<HTMLElement>("[data-warning]");
  if (!warning) {
    return;
  }
  const address = form.dataset.hidden ?? "";
  const looks = new Map<HTMLTextAreaElement, Look>();

  const tell = (): void => {
    const kinds = new Set([...looks.values()].flatMap((look) => look.kinds));
    warning.textContent = (form.dataset.hiddenText ?? "").replace("{what}", [...kinds].join(", "));
    warning.hidden = kinds.size === 0;
  };

  form.addEventListener("input", ({ target: field }) => {
    if (!(field instanceof HTMLTextAreaElement)) {
      return;
    }
    const look = looks.get(field) ?? { timer: 0, running: new AbortController(), kinds: [] };
    looks.set(field, look);
    window.clearTimeout(look.timer);
    look.timer = window.setTimeout(() => {
      look.running.abort();
      look.running = new AbortController();
      hiddenIn(address, field.value, look.running.signal)
        .then((kinds) => {
          look.kinds = kinds;
          tell();
        })
        .catch(() => undefined); // It is hidden all the same when the text is sent.
    }, QUIET);
  });
}
