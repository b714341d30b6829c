/** The queue: what waits, what is mine, what others have, whom to call back, who else is there. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Drawn } from "../../answer/wording";
import { fill } from "../../texts";
import type { Desk } from "../desk";
import { mine } from "../news";
import { addressOf } from "../place";
import { dueDay, since } from "../times";
import type { Case, Colleague } from "../types";
import { aboutOf, acuteTag, tag, whoOf } from "./parts";

export function queueView(desk: Desk): TemplateResult {
  const { texts, queue } = desk;
  return html`
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="visually-hidden" tabindex="-1" data-focus="queue">${texts.queue_title}</h2>
      ${
        queue === null
          ? html`<p class="small">${texts.loading}</p>`
          : html`
              ${group(desk, texts.waiting, queue.waiting, texts.none_waiting)}
              ${group(desk, texts.mine, mine(queue), texts.none_mine)}
              ${group(desk, texts.callbacks, queue.callbacks, null)}
              ${group(
                desk,
                texts.others,
                queue.live.filter((one) => !one.mine),
                null,
              )}
              ${colleagues(desk, queue.colleagues)}
            `
      }
    </section>
  `;
}

/** A list under its heading; `none` is said where it is empty, or nothing at all. */
function group(desk: Desk, title: string, cases: readonly Case[], none: string | null): Drawn {
  if (cases.length === 0 && none === null) return nothing;
  return html`
    <h3 class="queue-head">${title} <span class="count">${cases.length}</span></h3>
    ${
      cases.length === 0
        ? html`<p class="small">${none}</p>`
        : html`<ul class="rows">
            ${repeat(
              cases,
              ({ id }) => id,
              (one) => row(desk, one),
            )}
          </ul>`
    }
  `;
}

function row(desk: Desk, one: Case): TemplateResult {
  const { texts } = desk;
  const isOpen = desk.opened?.id === one.id;
  return html`<li>
    <a
      class="row-link"
      href=${addressOf({ page: "case", id: one.id })}
      data-case=${one.id}
      data-acute=${one.acute === null ? nothing : ""}
      aria-current=${isOpen ? "true" : nothing}
    >
      ${acuteTag(one, texts)}
      <strong class="row-about">${aboutOf(one, texts)}</strong>
      <span class="row-who">${whoOf(one, texts)}</span>
      <span class="row-foot">
        ${desk.given.some(({ id }) => id === one.id) ? tag(texts.given, "info") : nothing} ${foot(desk, one)}
      </span>
    </a>
  </li>`;
}

function foot(desk: Desk, one: Case): TemplateResult {
  const { texts } = desk;
  if (one.state === "callback") return callbackFoot(desk, one);
  if (one.state === "waiting") {
    return html`<span class="row-time"
      >${fill(texts.has_waited, { time: since(one.asked_at, desk.now, texts) })}</span
    >`;
  }
  return html`
    ${one.mine || one.holder === null ? nothing : html`<span>${holder(desk, one.holder)}</span>`}
    ${one.claimed_at === null ? nothing : html`<span>${fill(texts.has_talked, { time: since(one.claimed_at, desk.now, texts) })}</span>`}
    ${one.unread > 0 ? tag(fill(one.unread === 1 ? texts.unread_one : texts.unread, { count: one.unread }), "info") : nothing}
  `;
}

function callbackFoot(desk: Desk, one: Case): TemplateResult {
  const { texts } = desk;
  const due = one.due === null ? "" : fill(texts.due, { day: dueDay(one.due, desk.now, texts) });
  return html`
    ${one.overdue ? tag(html`<span aria-hidden="true">!</span> ${texts.overdue}`, "danger") : nothing}
    <span class="row-time">${due}</span>
    ${one.contact_kind === null ? nothing : html`<span>${texts[`contact_${one.contact_kind}`]}</span>`}
    ${one.holder === null ? nothing : html`<span>${holder(desk, one.holder)}</span>`}
  `;
}

function holder({ texts }: Desk, { name, here }: NonNullable<Case["holder"]>): string {
  return here ? name : fill(texts.holder_gone, { name });
}

function colleagues(desk: Desk, all: readonly Colleague[]): Drawn {
  const { texts } = desk;
  if (all.length === 0) return nothing;
  return html`
    <h3 class="queue-head">${texts.colleagues}</h3>
    <ul class="colleagues">
      ${all.map((one) => {
        const state = one.here ? one.state : "gone";
        const said = { available: texts.available, away: texts.away, gone: texts.not_here }[state];
        return html`<li>
          <span class="dot" data-state=${state} aria-hidden="true"></span>
          <span>${one.name}: ${said}${one.here && one.text !== "" ? ` (${one.text})` : nothing}</span>
        </li>`;
      })}
    </ul>
  `;
}
