/** The top: where one can go, whether one is available, and what this machine is to do when something new comes. */

import { html, nothing, type TemplateResult } from "lit";

import { fill, LANGUAGES } from "../../texts";
import type { Desk } from "../desk";
import { countOf } from "../news";
import { addressOf, type Place } from "../place";
import type { DeskLanguage } from "../texts";
import type { Presence, Queue } from "../types";
import { button, submitted } from "./parts";

export function topView(desk: Desk): TemplateResult {
  const { texts } = desk;
  const waiting = desk.queue === null ? 0 : countOf(desk.queue, desk.given);
  const queueName = html`${texts.nav_queue}${
    waiting === 0
      ? nothing
      : html` <span class="count">${waiting}<span class="visually-hidden"> ${texts.nav_waiting}</span></span>`
  }`;
  return html`
    <header class="head">
      <h1 class="head-name"><span lang="nb">${texts.service}</span> <strong>${texts.desk}</strong></h1>
      <nav class="head-nav" aria-label=${texts.nav_label}>
        <ul>
          ${page(desk, { page: "queue" }, queueName)} ${page(desk, { page: "ended" }, texts.nav_ended)}
          ${page(desk, { page: "replies" }, texts.nav_replies)} ${desk.leads.length > 0 ? ofLeads(desk) : nothing}
        </ul>
      </nav>
      <div class="head-own">${presence(desk)} ${menu(desk)}</div>
    </header>
  `;
}

function page(desk: Desk, place: Place, said: string | TemplateResult): TemplateResult {
  const isHere = desk.place.page === place.page || (desk.place.page === "case" && place.page === "queue");
  return html`<li><a href=${addressOf(place)} aria-current=${isHere ? "page" : nothing}>${said}</a></li>`;
}

/** The kill switch is a page of its own, which the server draws. */
function ofLeads(desk: Desk): TemplateResult {
  const { texts, machine } = desk;
  return html`${page(desk, { page: "figures" }, texts.nav_figures)}
    <li><a href="/vakt/nodstopp?lang=${machine.liked.language}">${texts.nav_stop}</a></li>`;
}

function presence(desk: Desk): TemplateResult {
  const { texts, me } = desk;
  const { state, text } = me?.presence ?? { state: "away" as Presence, text: "" };
  const said = state === "available" ? texts.available : texts.away;
  const save = (event: Event): void => {
    submitted(() => {
      const form = event.currentTarget as HTMLFormElement;
      const held = new FormData(form);
      const chosen = held.get("state") === "available" ? "available" : "away";
      void desk.bePresent(chosen, ((held.get("text") as string | null) ?? "").trim());
      form.closest<HTMLElement>("[popover]")?.hidePopover();
    })(event);
  };
  const choice = (value: Presence, name: string): TemplateResult =>
    html`<label class="radio">
      <input class="ds-input" type="radio" name="state" value=${value} ?checked=${state === value} /> ${name}
    </label>`;
  return html`
    <button type="button" class="ds-button presence" data-variant="tertiary" data-size="sm" popovertarget="presence">
      <span class="dot" data-state=${state} aria-hidden="true"></span>
      <span>${said}<span class="presence-text">${text === "" ? nothing : `: ${text}`}</span></span>
    </button>
    <div class="pop" id="presence" popover role="group" aria-label=${texts.presence_label}>
      <form class="fields" @submit=${save}>
        <fieldset class="plain-set">
          <legend>${texts.presence_label}</legend>
          ${choice("available", texts.available)} ${choice("away", texts.away)}
        </fieldset>
        <div class="ds-field">
          <label class="ds-label" for="presence-text">${texts.presence_text}</label>
          <input class="ds-input" id="presence-text" name="text" maxlength="80" autocomplete="off" .value=${text} />
        </div>
        <button type="submit" class="ds-button" data-size="sm">${texts.save}</button>
      </form>
    </div>
  `;
}

function menu(desk: Desk): TemplateResult {
  const { texts, me, machine } = desk;
  return html`
    <button type="button" class="ds-button" data-variant="tertiary" data-size="sm" popovertarget="own">
      <span aria-hidden="true">☰</span><span class="own-word">${texts.menu}</span>
    </button>
    <div class="pop" id="own" popover role="group" aria-label=${texts.menu_label}>
      <p class="own-name"><strong>${me?.name}</strong></p>
      <ul class="own-grants">
        ${me?.grants.map((grant) => {
          const kommune = me.kommuner.find(({ id }) => id === grant.kommune)?.name ?? grant.kommune;
          return html`<li>${texts[`grade_${grant.role}`]}, ${kommune}</li>`;
        })}
      </ul>
      <h2>${texts.alarms}</h2>
      <label class="radio">
        <input
          class="ds-input"
          type="checkbox"
          .checked=${machine.liked.sound}
          @change=${(event: Event) => {
            machine.like({ sound: (event.target as HTMLInputElement).checked });
            desk.alarm.sound();
          }}
        />
        ${texts.sound}
      </label>
      ${notifying(desk)}
      <h2>${texts.language}</h2>
      <div class="row">${(["nb", "nn"] as const).map((code) => languageButton(desk, code))}</div>
      <div class="row own-out">
        ${button(texts.sign_out, () => {
          void desk.signOut();
        })}
      </div>
    </div>
  `;
}

function notifying(desk: Desk): TemplateResult {
  const { texts, machine, alarm } = desk;
  const { permission } = alarm;
  if (permission === "missing" || permission === "denied") return html`<p class="small">${texts.notify_denied}</p>`;
  if (permission === "default") {
    return button(texts.notify_ask, () => {
      void alarm.ask().then((allowed) => {
        desk.say(allowed ? texts.notify_on : texts.notify_denied);
      });
    });
  }
  return html`<label class="radio">
    <input
      class="ds-input"
      type="checkbox"
      .checked=${machine.liked.notify}
      @change=${(event: Event) => {
        machine.like({ notify: (event.target as HTMLInputElement).checked });
      }}
    />
    ${texts.notify}
  </label>`;
}

function languageButton(desk: Desk, code: DeskLanguage): TemplateResult {
  return html`<button
    type="button"
    class="ds-button"
    data-variant="secondary"
    data-size="sm"
    lang=${code}
    aria-pressed=${code === desk.machine.liked.language}
    @click=${() => {
      desk.beIn(code);
    }}
  >
    ${LANGUAGES[code]}
  </button>`;
}

/** What is said beside everything else: the line is broken, nothing is answered by itself, mail does not go out. */
export function warningsView(desk: Desk): TemplateResult {
  const { texts, queue } = desk;
  const { mail, stopped } = queue ?? { mail: null, stopped: [] };
  const lines = [
    desk.isOffline ? texts.offline : null,
    desk.isBroken && !desk.isOffline ? texts.reconnecting : null,
    ...stopped.map(({ kommune, since }) => fill(texts.stopped, { place: kommune, since: desk.clock(since) })),
    mail?.ok === false ? mailText(desk, mail) : null,
  ].filter((line) => line !== null);
  return html`<div class="warnings" role="status">
    ${lines.map((line) => html`<p class="warning"><span class="warning-sign" aria-hidden="true">!</span> ${line}</p>`)}
  </div>`;
}

/** Notices may all have been given up: then none waits, and still none goes out. */
function mailText(desk: Desk, { waiting, since }: NonNullable<Queue["mail"]>): string {
  const { mail_fails_none, mail_fails_one, mail_fails } = desk.texts;
  const said = [mail_fails_none, mail_fails_one][waiting] ?? mail_fails;
  return fill(said, { count: waiting, since: desk.clock(since) });
}
