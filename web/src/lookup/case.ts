/** The case sheet: sent without leaving the page, so that what is typed is never lost. */

import { fieldsOf, hiddenIn, post, SignedOut } from "./calls";
import { forget, keep, kept, type Kept } from "./keeping";
import { offerPrint } from "./printing";
import { askToSignIn } from "./signing-in";

/** So long after the last key it is asked what would be hidden. */
const QUIET = 500;
/** What the server fills in itself, or knows of: not written by whoever edits. */
const NOT_WRITTEN = new Set(["applies", "sources"]);

/** Where a situation is described. */
export function describeCase(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-case]");
  if (!form) {
    return;
  }
  warnOfNames(form);
  offerKept(page, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(page, form);
  });
}

/** Sends the situation and puts the sheet in its place; `then` is done with the sheet. */
async function send(page: Document, form: HTMLFormElement, then: () => void = () => undefined): Promise<void> {
  try {
    const response = await post(form.action, fieldsOf(form));
    if (!response.ok && response.status !== 422) {
      throw new Error(String(response.status));
    }
    const drawn = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
    const main = page.querySelector("main");
    if (!drawn || !main) {
      throw new Error("no page");
    }
    main.replaceChildren(...drawn.childNodes); // What our own server has drawn, in which everything is text.
    describeCase(page);
    editSheet(page);
    offerPrint(page);
    then();
    main.focus();
    window.scrollTo(0, 0);
  } catch (error) {
    await stay(page, form, error, () => void send(page, form, then));
  }
}

/** What went wrong is said, and everything typed stands where it stood. */
async function stay(page: Document, form: HTMLFormElement, error: unknown, again: () => void): Promise<void> {
  if (error instanceof SignedOut) {
    await askToSignIn(page, form.dataset, again);
    return;
  }
  const warning = form.querySelector<HTMLElement>("[data-warning]");
  if (warning) {
    warning.textContent = form.dataset.failed ?? "";
    warning.hidden = false;
  }
}

/** The sheet itself: taken as a PDF, printed, and kept in this browser if its writer chooses to. */
export function editSheet(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-sheet]");
  if (!form) {
    return;
  }
  warnOfNames(form);
  const edited = (event: BeforeUnloadEvent): void => {
    if (form.isConnected && form.dataset.changed === "1") {
      event.preventDefault();
    }
  };
  form.addEventListener("input", () => (form.dataset.changed = "1"));
  window.addEventListener("beforeunload", edited);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void download(page, form);
  });
  offerToKeep(form);
}

async function download(page: Document, form: HTMLFormElement): Promise<void> {
  try {
    const response = await post(form.action, fieldsOf(form));
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    const link = page.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "saksark.pdf";
    link.click();
    URL.revokeObjectURL(link.href);
    form.dataset.changed = "0";
  } catch (error) {
    await stay(page, form, error, () => void download(page, form));
  }
}

/** While somebody types: that a name or a number stands in it, before anything is sent to be understood. */
function warnOfNames(form: HTMLFormElement): void {
  const warning = form.querySelector<HTMLElement>("[data-warning]");
  const address = form.dataset.hidden ?? "";
  let timer = 0;
  let running = new AbortController();
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !warning) {
      return;
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      running.abort();
      running = new AbortController();
      hiddenIn(address, field.value, running.signal)
        .then((kinds) => {
          warning.textContent = (form.dataset.hiddenText ?? "").replace("{what}", kinds.join(", "));
          warning.hidden = kinds.length === 0;
        })
        .catch(() => undefined); // It is hidden all the same when the text is sent.
    }, QUIET);
  });
}

function written(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...fieldsOf(form)].filter(([key]) => !NOT_WRITTEN.has(key)));
}

function offerToKeep(form: HTMLFormElement): void {
  const row = form.querySelector<HTMLElement>(".keep");
  const keeping = form.querySelector<HTMLButtonElement>("[data-keep]");
  const forgetting = form.querySelector<HTMLButtonElement>("[data-forget]");
  const status = form.querySelector<HTMLElement>("[data-kept-status]");
  if (!row || !keeping || !forgetting || !status) {
    return;
  }
  row.hidden = false;
  forgetting.hidden = kept() === null;
  keeping.addEventListener("click", () => {
    const at = new Date().toISOString();
    if (keep({ at, kommune: form.dataset.kommune ?? "", fields: written(form) })) {
      status.textContent = form.dataset.kept ?? "";
      forgetting.hidden = false;
      form.dataset.changed = "0";
    }
  });
  forgetting.addEventListener("click", () => {
    forget();
    status.textContent = form.dataset.forgotten ?? "";
    forgetting.hidden = true;
  });
}

/** What was kept in this browser can be opened again, with today's facts around it, or deleted. */
function offerKept(page: Document, form: HTMLFormElement): void {
  const offer = page.querySelector<HTMLElement>("#gjemt");
  const found = kept();
  if (!offer || !found) {
    return;
  }
  const said = page.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = (offer.dataset.found ?? "").replace("{date}", new Date(found.at).toLocaleDateString("nb-NO"));
  const open = button(page, offer.dataset.open ?? "", () => {
    reopen(page, form, found);
  });
  const drop = button(page, offer.dataset.forget ?? "", () => {
    forget();
    said.textContent = offer.dataset.forgotten ?? "";
    open.remove();
    drop.remove();
  });
  offer.replaceChildren(said, open, " ", drop);
  offer.hidden = false;
}

function reopen(page: Document, form: HTMLFormElement, found: Kept): void {
  const situation = form.querySelector<HTMLTextAreaElement>("#situation");
  if (situation) {
    situation.value = found.fields.situation ?? "";
    void send(page, form, () => {
      Object.entries(found.fields).forEach(([key, text]) => {
        const field = page.querySelector<HTMLTextAreaElement>(`form[data-sheet] textarea[name="${CSS.escape(key)}"]`);
        if (field) {
          field.value = text;
        }
      });
    });
  }
}

function button(page: Document, text: string, pressed: () => void): HTMLButtonElement {
  const made = page.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}
