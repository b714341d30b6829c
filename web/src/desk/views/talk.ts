/** The talk: what the family, the assistant and the coordinators said, in its order, and the field to write in. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";

import { answerView } from "../../answer/answer";
import type { Answer } from "../../answer/types";
import type { Drawn } from "../../answer/wording";
import { fill, LANGUAGES, textsOf } from "../../texts";
import type { Desk } from "../desk";
import type { Opened } from "../opened";
import { missing } from "../post";
import { named } from "../texts";
import type { CaseWhole, DeskMessage, Entry } from "../types";
import { button, submitted, typed } from "./parts";

/** Characters that the server takes. */
export const MOST = 2_000;
const FEW = 200;

export function talkView(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  const { texts } = desk;
  const unsent = missing(desk.post.unsent(opened.id), opened.entries);
  return html`
    <div class="said-log" role="log" aria-label=${texts.log_label} tabindex="0">
      ${opened.entries.length === 0 && unsent.length === 0 ? html`<p class="small">${texts.nothing_said}</p>` : nothing}
      <ol class="lines">
        ${repeat(
          opened.entries,
          ({ number }) => number,
          (entry) => entryView(desk, whole, entry),
        )}
        ${repeat(
          unsent,
          ({ id }) => id,
          (message) => unsentView(desk, opened.id, message),
        )}
      </ol>
      ${
        opened.isWriting
          ? html`<p class="writes">
              <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${texts.family_writes}
            </p>`
          : nothing
      }
    </div>
    ${opened.may("write") ? composerView(desk, opened, whole) : nothing}
  `;
}

function entryView(desk: Desk, whole: CaseWhole, entry: Entry): TemplateResult {
  const { texts } = desk;
  const at = html`<time datetime=${entry.at}>${desk.clock(entry.at)}</time>`;
  if (entry.kind === "status") {
    return html`<li class="line" data-kind="status"><p>${statusText(desk, entry)} ${at}</p></li>`;
  }
  const names = { message: texts.family, answer: texts.assistant, coordinator: entry.by ?? texts.coordinator };
  const isFolded = entry.kind === "answer" && entry.answer?.acute == null;
  return html`
    <li class="line" data-kind=${entry.kind}>
      <p class="line-who">${names[entry.kind]} ${at}</p>
      ${
        isFolded
          ? html`<details class="folded">
              <summary>${firstOf(entry.text ?? entry.answer?.reply ?? texts.answer)}</summary>
              ${drawn(entry.answer, entry.number, whole)}
            </details>`
          : html`${entry.text ? html`<p class="line-text">${entry.text}</p>` : nothing} ${card(desk, whole, entry)}`
      }
    </li>
  `;
}

/** A card that was sent along: its name, and all of it to be unfolded. */
function card(desk: Desk, whole: CaseWhole, entry: Entry): Drawn {
  const { answer } = entry;
  if (answer === null) return nothing;
  if (entry.kind === "answer") return drawn(answer, entry.number, whole);
  const name = answer.services[0]?.name ?? answer.statements[0]?.text ?? desk.texts.answer;
  return html`<details class="folded">
    <summary>${fill(desk.texts.card, { name })}</summary>
    ${drawn(answer, entry.number, whole)}
  </details>`;
}

/** Nothing in it can be pressed: it was for the family. */
export function drawn(answer: Answer | null, number: number, { kommune }: { kommune: { name: string } }): Drawn {
  if (answer === null) return nothing;
  const none = (): void => undefined;
  const actions = { say: none, copy: none, print: none, mail: none, person: null, learn: () => Promise.resolve("") };
  const texts = textsOf(answer.language);
  return html`<div class="shown-answer">
    ${answerView(answer, { texts, place: kommune.name, current: false, actions, number })}
  </div>`;
}

function firstOf(text: string): string {
  const first = text.split("\n")[0] ?? "";
  return first.length > 140 ? `${first.slice(0, 140).trimEnd()} …` : first;
}

function statusText({ texts }: Desk, { status, text }: Entry): string {
  if (status === null) return text ?? "";
  const by = status.by ?? texts.a_coordinator;
  return fill(named(texts, "status", status.kind), { by, service: status.service?.name ?? "" });
}

function unsentView(desk: Desk, id: number, message: DeskMessage): TemplateResult {
  const { texts } = desk;
  const isTried = desk.post.trouble(id) !== null;
  return html`
    <li class="line" data-kind="coordinator" data-unsent>
      <p class="line-who">${texts.you}</p>
      <p class="line-text">${message.text}</p>
      ${message.card === null ? nothing : html`<p class="small">${fill(texts.card, { name: message.card.name })}</p>`}
      <p class="line-unsent">
        ${isTried ? html`<span aria-hidden="true">⚠</span> ${texts.unsent}` : texts.sending}
        ${
          isTried
            ? button(texts.again, () => {
                desk.hurry();
              })
            : nothing
        }
      </p>
    </li>
  `;
}

function composerView(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  const { texts } = desk;
  const { draft } = desk.papers.sheet(opened.id);
  const left = MOST - draft.length;
  const send = (): void => {
    if (left >= 0) desk.send();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!event.ctrlKey && !event.metaKey && window.matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    send();
  };
  return html`
    <form class="reply" @submit=${submitted(send)}>
      <label class="ds-label" for="reply">
        ${whole.language === "nb" ? texts.reply : fill(texts.reply_in, { language: LANGUAGES[whole.language] })}
      </label>
      <div class="reply-row">
        <textarea
          class="ds-input"
          id="reply"
          data-focus="reply"
          rows="2"
          autocomplete="off"
          spellcheck="true"
          lang=${whole.language}
          aria-describedby="reply-hint"
          aria-invalid=${left < 0 ? "true" : nothing}
          .value=${live(draft)}
          @input=${typed((text) => {
            desk.drafted(text);
          })}
          @keydown=${keyed}
        ></textarea>
        <button type="submit" class="ds-button">${texts.send}</button>
      </div>
      <p class="small" id="reply-hint">
        ${left < FEW ? fill(left < 0 ? texts.too_long : texts.characters_left, { count: Math.abs(left) }) : texts.reply_hint}
      </p>
    </form>
  `;
}
