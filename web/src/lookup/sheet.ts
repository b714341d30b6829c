/** The sheet itself: edited, taken as a PDF, and kept in this browser if its writer chooses to. */

import { fieldsOf } from "./calls";
import { forget, keep, kept, type Kept } from "./keeping";
import { warnOfNames } from "./names";
import { send } from "./sending";

/** What the server fills in itself, or knows of: not written by whoever edits. */
const NOT_WRITTEN = new Set(["applies", "sources"]);

export function editSheet(page: Document): void {
  const form = sheetOf(page);
  if (!form) {
    return;
  }
  warnOfNames(form);
  form.addEventListener("input", () => (form.dataset.changed = "1"));
  window.addEventListener("beforeunload", (event) => {
    if (form.isConnected && form.dataset.changed === "1") {
      event.preventDefault();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send({ page, form, take: (response, sent) => save(page, form, response, sent) });
  });
  offerToKeep(form);
}

const sheetOf = (page: Document): HTMLFormElement | null => page.querySelector<HTMLFormElement>("form[data-sheet]");

/** Saves the PDF. What was written while it was made does not stand in it, and is not counted as saved. */
async function save(page: Document, form: HTMLFormElement, response: Response, sent: URLSearchParams): Promise<void> {
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  const link = page.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "saksark.pdf";
  link.click();
  URL.revokeObjectURL(link.href);
  if (fieldsOf(form).toString() === sent.toString()) {
    form.dataset.changed = "0";
  }
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
    if (keep(written(form))) {
      status.textContent = form.dataset.kept ?? "";
      forgetting.hidden = false;
      form.dataset.changed = "0";
    } else {
      status.textContent = form.dataset.notKept ?? "";
    }
  });
  forgetting.addEventListener("click", () => {
    forget();
    status.textContent = form.dataset.forgotten ?? "";
    forgetting.hidden = true;
  });
}

/** The sheet as it stands; the situation also as the server drew it, for that is what it can be made of again. */
function written(form: HTMLFormElement): Kept {
  const fields = [...form.querySelectorAll("textarea")];
  return {
    at: new Date().toISOString(),
    kommune: form.dataset.kommune ?? "",
    asked: fields.find(({ name }) => name === "situation")?.defaultValue ?? "",
    fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
    headings: Object.fromEntries(fields.map(({ name, labels }) => [name, labels[0]?.textContent.trim() ?? name])),
  };
}

/** Puts what was kept in its fields again. A part that today's sheet lacks gets a field of its own, last. */
export function fillSheet(page: Document, found: Kept): void {
  const form = sheetOf(page);
  const fields = [...(form?.querySelectorAll("textarea") ?? [])];
  for (const [key, text] of Object.entries(found.fields)) {
    if (form && !NOT_WRITTEN.has(key)) {
      const field = fields.find(({ name }) => name === key) ?? addPart(page, form, key, found.headings?.[key] ?? key);
      field.value = text;
    }
  }
}

function addPart(page: Document, form: HTMLFormElement, key: string, heading: string): HTMLTextAreaElement {
  const part = page.createElement("div");
  const label = page.createElement("label");
  const field = page.createElement("textarea");
  part.className = "part";
  label.textContent = heading;
  label.htmlFor = field.id = `del-${key}`;
  field.name = key;
  field.rows = 3;
  part.append(label, " ", field);
  [...form.querySelectorAll(".part")].at(-1)?.after(part);
  return field;
}
