/** Sending a form without leaving its page: one at a time, and whatever goes wrong, what is typed stands where it stood. */

import { fieldsOf, post, SignedOut } from "./calls";
import { askToSignIn } from "./signing-in";

export interface Sending {
  readonly page: Document;
  readonly form: HTMLFormElement;
  /** What is done with the answer, and with what was sent; it throws where another answer was hoped for. */
  readonly take: (response: Response, sent: URLSearchParams) => Promise<void>;
  /** What is sent, where it is something else than what stands in the form. */
  readonly fields?: () => URLSearchParams;
  /** Not written in meanwhile: what was, would be gone with the answer. */
  readonly held?: HTMLTextAreaElement | null;
}

const underWay = new WeakSet<HTMLFormElement>();

/** Sends, unless that form is being sent already. */
export async function send(sending: Sending): Promise<void> {
  const { page, form } = sending;
  if (underWay.has(form)) {
    return;
  }
  showBusy(sending, true);
  const failure = await attempt(sending).then(
    () => null,
    (error: unknown) => error,
  );
  showBusy(sending, false);
  form.querySelector("[data-failure]")?.remove();
  if (failure instanceof SignedOut) {
    await askToSignIn(page, form.dataset, () => void send(sending));
  } else if (failure !== null) {
    tellFailure(page, form);
  }
}

async function attempt({ form, fields, take }: Sending): Promise<void> {
  const sent = fields?.() ?? fieldsOf(form);
  await take(await post(form.action, sent), sent);
}

/** The buttons say that they do nothing now; they keep the focus. */
function showBusy({ page, form, held }: Sending, isBusy: boolean): void {
  page.querySelectorAll("main button.send").forEach((button) => {
    if (isBusy) {
      button.setAttribute("aria-disabled", "true");
    } else {
      button.removeAttribute("aria-disabled");
    }
  });
  if (held) {
    held.readOnly = isBusy;
  }
  if (isBusy) {
    underWay.add(form);
  } else {
    underWay.delete(form);
  }
}

/** A new one each time, so that it is read out each time. */
function tellFailure(page: Document, form: HTMLFormElement): void {
  const told = page.createElement("p");
  told.className = "fault no-print";
  told.dataset.failure = "";
  told.setAttribute("role", "alert");
  told.textContent = form.dataset.failed ?? "";
  const warning = form.querySelector("[data-warning]");
  if (warning) {
    warning.after(told);
  } else {
    form.append(told);
  }
}
