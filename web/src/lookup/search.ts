/** Hits while somebody types. The server draws them; the field keeps the focus, and the arrow keys go through them. */

import { fieldsOf, post, SignedOut } from "./calls";

/** So long after the last key. */
const QUIET = 120;
/** So long after hits by the words alone it is asked once more: what understands was late. */
const ONCE_MORE = 1_500;
/** Fewer letters point to nothing. */
const LEAST = 2;

export function searchAsTyped(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-search]");
  const field = form?.querySelector<HTMLInputElement>("#q");
  const hits = page.querySelector<HTMLElement>("#treff");
  const count = page.querySelector<HTMLElement>("#antall");
  const beginning = page.querySelector<HTMLElement>("#begynn");
  if (!form || !field || !hits || !count || !beginning) {
    return;
  }
  const address = form.dataset.search ?? "";
  let quiet = 0;
  let later = 0;
  let running: AbortController | null = null;

  /** Whoever stands on a hit stands on the same one still, or in the field where it is gone. */
  const put = (drawn: Iterable<Node>): void => {
    const focused = hits.contains(page.activeElement) ? page.activeElement : null;
    const address = focused?.getAttribute("href");
    hits.replaceChildren(...drawn);
    if (focused) {
      const same = [...hits.querySelectorAll("a")].find((link) => link.getAttribute("href") === address);
      (same ?? field).focus();
    }
  };

  const tell = (text: string, isSeen = false): void => {
    count.textContent = text;
    count.classList.toggle("visually-hidden", !isSeen);
  };

  const clear = (): void => {
    put([]);
    tell("");
    beginning.hidden = false;
  };

  const ask = async (isSecond = false): Promise<void> => {
    running?.abort();
    window.clearTimeout(later);
    if (field.value.trim().length < LEAST) {
      clear();
      return;
    }
    const mine = (running = new AbortController());
    try {
      const response = await post(address, fieldsOf(form), {}, mine.signal);
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      const drawn = await response.text();
      if (mine.signal.aborted) {
        return;
      }
      // What our own server has drawn, in which everything is text.
      put(new DOMParser().parseFromString(drawn, "text/html").body.childNodes);
      tell(hits.querySelector("h2")?.textContent ?? "");
      beginning.hidden = true;
      if (response.headers.get("x-understood") === "0" && !isSecond) {
        later = window.setTimeout(() => void ask(true), ONCE_MORE);
      }
    } catch (error) {
      if (mine.signal.aborted || isSecond) {
        return; // What was found at first stands.
      }
      if (error instanceof SignedOut) {
        form.submit(); // The server asks to sign in, and carries what was typed along.
        return;
      }
      clear();
      tell(form.dataset.down ?? "", true);
    }
  };

  const hush = (): void => {
    window.clearTimeout(quiet);
    window.clearTimeout(later);
  };
  const soon = (): void => {
    hush();
    quiet = window.setTimeout(() => void ask(), QUIET);
  };
  const now = (): void => {
    hush();
    void ask();
  };

  field.focus({ preventScroll: true }); // The emergency numbers above it stay in sight.
  field.addEventListener("input", soon);
  form.addEventListener("change", (event) => {
    if (event.target !== field) {
      now();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now();
  });
  const empty = form.querySelector<HTMLButtonElement>("[data-clear]");
  if (empty) {
    empty.hidden = false;
    empty.addEventListener("click", () => {
      form.querySelectorAll("select").forEach((one) => (one.value = ""));
      now();
    });
  }
  page.addEventListener("keydown", (event) => {
    move(event, field, hits);
  });
  if (field.value.trim().length >= LEAST && !hits.querySelector(".hits")) {
    now(); // The browser has come back to what was typed.
  }
}

/** Down and up between the field and the hits, Escape back to the field, «/» to it from anywhere. */
function move(event: KeyboardEvent, field: HTMLInputElement, hits: HTMLElement): void {
  const links = [...hits.querySelectorAll<HTMLAnchorElement>(".hits h3 a")];
  const target = event.target as HTMLElement;
  const place = links.indexOf(target as HTMLAnchorElement);
  const isTyping = /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "Escape" && place >= 0) {
    field.focus();
  } else if (event.key === "ArrowDown" && (target === field || place >= 0) && links.length > 0) {
    event.preventDefault();
    links[Math.min(place + 1, links.length - 1)]?.focus();
  } else if (event.key === "ArrowUp" && place >= 0) {
    event.preventDefault();
    (links[place - 1] ?? field).focus();
  }
}
