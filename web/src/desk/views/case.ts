/** An open case: what it is, what can be done, the summary, and what is said, noted and done in it. */

import { html, nothing, type TemplateResult } from "lit";

import type { Drawn } from "../../answer/wording";
import { fill } from "../../texts";
import type { Desk } from "../desk";
import type { Opened, Tab } from "../opened";
import { dueDay, since } from "../times";
import type { CaseWhole } from "../types";
import { ASKED, type Asked } from "../asking";
import { helpView } from "./help";
import { historyView, notesView } from "./notes";
import { aboutOf, acuteTag, alertView, button, endOf, submitted, whoOf } from "./parts";
import { summaryView } from "./summary";
import { talkView } from "./talk";

export function caseView(desk: Desk, opened: Opened): TemplateResult {
  const { texts } = desk;
  const { whole } = opened;
  return html`
    <article class="case" aria-labelledby="case-title">
      <a class="back" href="#"><span aria-hidden="true">←</span> ${texts.back}</a>
      ${head(desk, whole)} ${whole === null && opened.trouble === null ? html`<p>${texts.loading}</p>` : nothing}
      ${alertView(opened.trouble, texts, whole === null ? again(opened) : null)}
      ${whole === null ? nothing : inside(desk, opened, whole)}
    </article>
  `;
}

function again(opened: Opened): () => void {
  return () => {
    opened.hurry();
  };
}

/** The heading is one and the same from the beginning: it has the focus while the case is fetched. */
function head(desk: Desk, whole: CaseWhole | null): TemplateResult {
  const { texts } = desk;
  return html`
    <header class="case-head">
      <div class="case-names">
        ${whole === null ? nothing : acuteTag(whole, texts)}
        <h2 id="case-title" class="case-title" tabindex="-1" data-focus="case">
          ${whole === null ? texts.case_untitled : aboutOf(whole, texts)}
        </h2>
        ${
          whole === null
            ? nothing
            : html`<p class="case-who">${whoOf(whole, texts)}</p>
                <p class="case-state">${stateOf(desk, whole)}</p>`
        }
      </div>
      ${whole === null ? nothing : acts(desk, whole)}
    </header>
  `;
}

function stateOf(desk: Desk, whole: CaseWhole): string {
  const { texts, now } = desk;
  if (whole.state === "waiting") return fill(texts.state_waiting, { time: since(whole.asked_at, now, texts) });
  if (whole.state === "callback") {
    return fill(texts.state_callback, { day: whole.due === null ? "" : dueDay(whole.due, now, texts) });
  }
  if (whole.state === "coordinator") {
    const name = whole.holder?.name ?? "";
    if (whole.mine) return texts.state_mine;
    return whole.holder?.here === false ? fill(texts.state_others_gone, { name }) : fill(texts.state_others, { name });
  }
  return fill(texts.state_ended, { outcome: endOf(whole, texts) });
}

/** What is done often enough to lie on top. */
const ON_TOP: readonly Asked[] = ["attempted", "called", "close", "take-over", "pass-on"];

/** What opens a window of its own. */
function acts(desk: Desk, whole: CaseWhole): Drawn {
  const { texts } = desk;
  const offered = ASKED.filter((act) => whole.may.includes(act));
  const rare = offered.filter((act) => !ON_TOP.includes(act));
  if (offered.length === 0) return nothing;
  return html`<div class="acts" role="group" aria-label=${texts.acts_label}>
    ${ON_TOP.filter((act) => offered.includes(act)).map((act) => actButton(desk, act))}
    ${
      rare.length === 0
        ? nothing
        : html`<details class="more" @focusout=${left} @keydown=${escaped}>
            <summary class="ds-button" data-variant="secondary" data-size="sm">${texts.more}</summary>
            <div class="more-list">${rare.map((act) => actButton(desk, act))}</div>
          </details>`
    }
  </div>`;
}

function actButton(desk: Desk, act: Asked): TemplateResult {
  const ask = (): void => {
    desk.ask(act);
  };
  const isEnd = act === "close" || act === "called";
  return button(desk.texts[`act_${act.replaceAll("-", "_") as "close"}`], ask, {
    variant: isEnd ? "primary" : "secondary",
  });
}

/** Folded when somebody goes on; not when a window opens, for focus comes back from there. */
function left({ currentTarget, relatedTarget }: FocusEvent): void {
  if (!(relatedTarget instanceof Element) || relatedTarget.closest("dialog")) return;
  const list = currentTarget as HTMLDetailsElement;
  if (!list.contains(relatedTarget)) list.open = false;
}

function escaped(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  const list = event.currentTarget as HTMLDetailsElement;
  list.open = false;
  list.querySelector("summary")?.focus();
}

function inside(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  return html`
    ${consentView(desk, whole)} ${contactView(desk, whole)} ${summaryView(desk, opened, whole)}
    ${claimView(desk, opened)} ${tabsView(desk, opened, whole)}
  `;
}

/** Taking the case: with a name that the family sees, if one likes. */
function claimView(desk: Desk, opened: Opened): Drawn {
  const { texts } = desk;
  if (!opened.may("claim")) return nothing;
  const claim = (event: Event): void => {
    submitted(() => {
      const name = new FormData(event.currentTarget as HTMLFormElement).get("name") as string | null;
      void desk.claim(name ?? "");
    })(event);
  };
  return html`
    <form class="claim" @submit=${claim}>
      <button type="submit" class="ds-button claim-go" aria-disabled=${opened.isBusy ? "true" : nothing}>
        ${texts.claim}
      </button>
      <div class="ds-field">
        <label class="ds-label" for="shown">${texts.shown_name}</label>
        <input
          class="ds-input"
          id="shown"
          name="name"
          maxlength="40"
          autocomplete="off"
          aria-describedby="shown-hint"
          .value=${desk.shown}
        />
        <p class="small" id="shown-hint">${texts.shown_hint}</p>
      </div>
    </form>
  `;
}

/** Whether the family lets another service know. */
function consentView({ texts }: Desk, { consent }: CaseWhole): Drawn {
  if (consent === null) return nothing;
  const { state, service, words } = consent;
  return html`<section class="consent" data-state=${state} aria-label=${texts.consent_label}>
    <p><strong>${fill(texts[`consent_${state}`], { service: service.name })}</strong></p>
    <details class="consent-words">
      <summary>${texts.consent_words}</summary>
      <p>${words}</p>
    </details>
  </section>`;
}

/** Whom to call: large, and to be pressed. */
function contactView({ texts }: Desk, { contact }: CaseWhole): Drawn {
  if (contact === null) return nothing;
  const { phone, email, when } = contact;
  return html`<section class="callback" aria-label=${texts.contact_label}>
    <p class="callback-to">
      ${phone ? html`<a href="tel:${phone.replace(/[^\d+]/g, "")}">${fill(texts.call_number, { number: spaced(phone) })}</a>` : nothing}
      ${email ? html`<a href="mailto:${email}">${fill(texts.mail_address, { address: email })}</a>` : nothing}
    </p>
    ${when ? html`<p>${fill(texts.contact_when, { when })}</p>` : nothing}
  </section>`;
}

/** «91234567» as it is said: «912 34 567». */
function spaced(phone: string): string {
  return phone.replace(/^(\+47)?\s*(\d{3})(\d{2})(\d{3})$/, "$1 $2 $3 $4").trim();
}

function tabsView(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  const { texts } = desk;
  const names: Record<Tab, string> = {
    talk: texts.tab_talk,
    notes: whole.notes.length === 0 ? texts.tab_notes : fill(texts.tab_notes_count, { count: whole.notes.length }),
    history: texts.tab_history,
    help: texts.tab_help,
  };
  const tabs = (["talk", "notes", "history", "help"] as const).filter((tab) => tab !== "help" || desk.hasHelpTab);
  const shown = tabs.includes(opened.tab) ? opened.tab : "talk";
  const keyed = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length] ?? shown;
    desk.showTab(next);
    (event.currentTarget as Element).querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return html`
    <div class="tabs" role="tablist" aria-label=${texts.tabs_label} @keydown=${keyed}>
      ${tabs.map(
        (tab) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${tab}"
            aria-selected=${tab === shown}
            aria-controls="panel"
            tabindex=${tab === shown ? 0 : -1}
            @click=${() => {
              desk.showTab(tab);
            }}
          >
            ${names[tab]}
          </button>`,
      )}
    </div>
    <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${shown}" data-tab=${shown}>
      ${panelView(desk, opened, whole, shown)}
    </div>
  `;
}

function panelView(desk: Desk, opened: Opened, whole: CaseWhole, tab: Tab): TemplateResult {
  if (tab === "notes") return notesView(desk, opened, whole);
  if (tab === "history") return historyView(desk, whole);
  return tab === "help" ? helpView(desk, opened, whole) : talkView(desk, opened, whole);
}
