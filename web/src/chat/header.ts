/** The top of the page: whose it is, the way out, the emergency numbers, and what can be done with the conversation. */

import { html, nothing, type TemplateResult } from "lit";

import { newTab } from "../answer/wording";
import { fill, LANGUAGES, type Language, type Texts } from "../texts";
import type { Setup } from "./setup";

export interface HeaderGiven {
  texts: Texts;
  setup: Setup;
  language: Language;
  /** Whether the page stands in a panel that can be closed. */
  canClose: boolean;
  /** Whether there is a conversation to keep or forget. */
  isBegun: boolean;
  choose: (language: string) => void;
  leave: (event: Event) => void;
  close: () => void;
  copy: () => void;
  print: () => void;
  mail: () => void;
  forget: () => Promise<void>;
}

export function header(given: HeaderGiven): TemplateResult {
  const { texts, setup } = given;
  return html`
    <header class="top">
      <div class="bar">
        <h1 class="name">
          <span lang="nb">${texts.service_name}</span> <span class="place" lang="nb">${setup.name}</span>
        </h1>
        ${leaveLink(texts, setup, given.leave, "leave")}
        <span id="leave-hint" hidden>${texts.leave_hint}</span>
        <button type="button" class="ds-button icon" data-variant="tertiary" data-size="sm" popovertarget="menu">
          <span aria-hidden="true">☰</span><span class="icon-word">${texts.menu}</span>
        </button>
        ${
          given.canClose
            ? html`<button
                type="button"
                class="ds-button icon"
                data-variant="tertiary"
                data-size="sm"
                @click=${given.close}
              >
                <span aria-hidden="true">✕</span><span class="visually-hidden">${texts.close}</span>
              </button>`
            : nothing
        }
      </div>
      ${emergency(given)} ${menu(given)}
    </header>
    ${forgetDialog(given)}
  `;
}

function emergency({ texts, setup, language, leave }: HeaderGiven): TemplateResult {
  const { lines } = setup.emergency[language];
  return html`
    <nav class="numbers" aria-label=${texts.emergency_label}>
      <span class="numbers-lead">${texts.emergency_lead}</span>
      <ul>
        ${lines.map(
          ({ number, digits, label }) =>
            html`<li>
              <a href="tel:${digits}" aria-label=${fill(texts.call, { number, label })}
                ><strong>${number}</strong> <span class="numbers-who">${label}</span></a
              >
            </li>`,
        )}
      </ul>
      ${leaveLink(texts, setup, leave, "leave-short")}
    </nav>
  `;
}

/** The way out: in the bar, and beside the numbers where the bar has no room to stay. */
function leaveLink(texts: Texts, setup: Setup, leave: (event: Event) => void, name: string): TemplateResult {
  return html`<a
    class="ds-button ${name}"
    data-variant="primary"
    data-size="sm"
    href=${setup.leave}
    rel="noreferrer"
    aria-describedby="leave-hint"
    @click=${leave}
    >${texts.leave}</a
  >`;
}

function menu(given: HeaderGiven): TemplateResult {
  const { texts, isBegun } = given;
  return html`
    <div class="menu" id="menu" popover aria-label=${texts.menu_label} role="group">
      <h2>${texts.language}</h2>
      <div class="menu-row">
        ${Object.entries(LANGUAGES).map(
          ([code, name]) =>
            html`<button
              type="button"
              class="ds-button"
              data-variant="secondary"
              data-size="sm"
              lang=${code}
              aria-pressed=${code === given.language}
              @click=${() => {
                given.choose(code);
              }}
            >
              ${name}
            </button>`,
        )}
      </div>
      ${
        isBegun
          ? html`<h2>${texts.conversation_actions}</h2>
              <ul>
                <li>${item(texts.copy_all, given.copy)}</li>
                <li>${item(texts.print_all, given.print)}</li>
                <li>${item(texts.mail_all, given.mail)}</li>
              </ul>`
          : nothing
      }
      <h2>${texts.about}</h2>
      <ul>
        <li>${page(`/personvern?lang=${given.language}`, texts.privacy, texts)}</li>
        <li>${page(`/tilgjengelighet?lang=${given.language}`, texts.accessibility, texts)}</li>
        ${given.canClose ? html`<li>${page(`/${given.setup.kommune}`, texts.full_page, texts)}</li>` : nothing}
      </ul>
    </div>
  `;
}

function item(said: string, act: () => void): TemplateResult {
  const pressed = (event: Event): void => {
    closeMenu(event);
    act();
  };
  return html`<button type="button" class="ds-button" data-variant="tertiary" data-size="sm" @click=${pressed}>
    ${said}
  </button>`;
}

function closeMenu(event: Event): void {
  (event.currentTarget as Element).closest<HTMLElement>("[popover]")?.hidePopover();
}

/** A page in a tab of its own: what stands here would be lost. */
export function page(address: string, said: string, texts: Texts): TemplateResult {
  return html`<a class="ds-link" href=${address} target="_blank" rel="noopener noreferrer">${said}${newTab(texts)}</a>`;
}

function forgetDialog(given: HeaderGiven): TemplateResult {
  const { texts } = given;
  const closed = (event: Event): void => {
    if ((event.currentTarget as HTMLDialogElement).returnValue === "yes") void given.forget();
  };
  return html`
    <dialog class="ds-dialog" id="forget" aria-labelledby="forget-ask" @close=${closed}>
      <form method="dialog">
        <p id="forget-ask">${texts.forget_ask}</p>
        <div class="menu-row">
          <button class="ds-button" data-color="danger" value="yes">${texts.forget_yes}</button>
          <button class="ds-button" data-variant="secondary" value="no" autofocus>${texts.forget_no}</button>
        </div>
      </form>
    </dialog>
  `;
}

/** Asks whether everything is to be deleted. */
export function askToForget(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#forget");
  if (dialog === null || dialog.open) return;
  dialog.returnValue = "no";
  dialog.showModal();
}
