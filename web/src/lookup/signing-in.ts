/** Signing in again in the middle of something: in a panel of the same page, so that nothing typed is lost. */

import { OURS } from "./calls";

interface WaysIn {
  readonly local: boolean;
  readonly oidc: string | null;
}

/** Shows the way in; `again` is called once somebody is signed in. The words come with the form that was sent. */
export async function askToSignIn(page: Document, said: DOMStringMap, again: () => void): Promise<void> {
  const panel = page.querySelector<HTMLElement>("#innlogging");
  if (!panel) {
    return;
  }
  const told = page.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = said.expired ?? "";
  panel.replaceChildren(told);
  panel.hidden = false;
  const ways = await waysIn();
  if (!told.isConnected) {
    return; // It has been asked for again meanwhile.
  }
  const done = (): void => {
    if (!told.isConnected) {
      return; // Somebody has been signed in already.
    }
    panel.hidden = true;
    panel.replaceChildren();
    again();
  };
  if (ways.local) {
    panel.append(byPassword(page, said, told, done));
  }
  if (ways.oidc !== null) {
    panel.append(byProvider(page, said, ways.oidc, done));
  }
  panel.querySelector<HTMLElement>("input, a")?.focus();
}

async function waysIn(): Promise<WaysIn> {
  try {
    const response = await fetch("/api/vakt/ways-in");
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    return (await response.json()) as WaysIn;
  } catch {
    return { local: true, oidc: null };
  }
}

function byPassword(page: Document, said: DOMStringMap, told: HTMLElement, done: () => void): HTMLFormElement {
  const form = page.createElement("form");
  const login = field(page, said.login ?? "", "text", "username");
  const password = field(page, said.password ?? "", "password", "current-password");
  const button = page.createElement("button");
  button.textContent = said.signIn ?? "";
  form.append(login.label, password.label, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void signIn(login.input.value, password.input.value).then((refused) => {
      if (refused === null) {
        done();
      } else {
        told.textContent = refused || (said.failed ?? "");
      }
    });
  });
  return form;
}

function field(page: Document, text: string, type: string, autocomplete: AutoFill) {
  const label = page.createElement("label");
  const input = page.createElement("input");
  input.type = type;
  input.autocomplete = autocomplete;
  input.required = true;
  label.append(`${text} `, input);
  return { label, input };
}

/** Signs in with a password; what the server says where it refuses, and nothing where it does not. */
async function signIn(login: string, password: string): Promise<string | null> {
  try {
    const headers = { ...OURS, "Content-Type": "application/json" };
    const response = await fetch("/api/vakt/sign-in", {
      method: "POST",
      headers,
      body: JSON.stringify({ login, password }),
    });
    return response.ok ? null : (((await response.json()) as { detail?: string }).detail ?? "");
  } catch {
    return "";
  }
}

/** By way of a provider, in a tab of its own: this page, and what is typed in it, stays. */
function byProvider(page: Document, said: DOMStringMap, name: string, done: () => void): HTMLElement {
  const way = page.createElement("p");
  const link = page.createElement("a");
  link.href = "/vakt/inn";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = `${said.signIn ?? ""}: ${name}`;
  // Whoever comes back from that tab is signed in, or is asked once more.
  link.addEventListener("click", () => {
    window.addEventListener("focus", done, { once: true });
  });
  way.append(link);
  return way;
}
