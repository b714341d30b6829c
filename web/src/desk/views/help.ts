/** What can be sent: cards from the knowledge base, and replies that lie ready. */

import { html, nothing, type TemplateResult } from "lit";

import type { Answer } from "../../answer/types";
import type { Drawn } from "../../answer/wording";
import type { Desk } from "../desk";
import type { Opened } from "../opened";
import type { CaseWhole, Reply } from "../types";
import { alertView, button, of, submitted, typed } from "./parts";
import { drawn } from "./talk";

type Service = Answer["services"][number];
/** Ids of what is found are not those of what was said. */
const FOUND = 1_000_000;

export function helpView(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  return html`<div class="help">${ready(desk, opened, whole)} ${searching(desk, opened, whole)}</div>`;
}

function searching(desk: Desk, opened: Opened, whole: CaseWhole): TemplateResult {
  const { texts } = desk;
  const { found } = opened;
  const search = submitted(() => {
    void desk.search();
  });
  return html`
    <section aria-labelledby="found-title">
      <h3 id="found-title">${texts.search_title}</h3>
      <form class="search" role="search" @submit=${search}>
        <label class="ds-label" for="search">${texts.search_label}</label>
        <div class="search-row">
          <input
            class="ds-input"
            id="search"
            type="search"
            autocomplete="off"
            .value=${opened.words}
            @input=${typed((words) => {
              opened.words = words;
            })}
          />
          <button type="submit" class="ds-button" data-variant="secondary">${texts.search}</button>
        </div>
      </form>
      <div class="found" aria-live="polite" aria-busy=${found.isLoading}>
        ${found.isLoading ? html`<p class="small">${texts.searching}</p>` : nothing} ${alertView(found.trouble, texts)}
        ${found.value === null || found.isLoading ? nothing : results(desk, opened, whole, found.value)}
      </div>
      ${found.isAsked ? nothing : suggested(desk, opened, whole)}
    </section>
  `;
}

/** Before anybody has searched: what the family's own summary leads to. Nobody waits for it, and it says little of itself. */
function suggested(desk: Desk, opened: Opened, whole: CaseWhole): Drawn {
  const { texts } = desk;
  const { value, trouble } = opened.suggested;
  if (!opened.may("write")) return nothing;
  if (trouble !== null) return html`<p class="small">${texts.suggested_trouble}</p>`;
  if (value === null || value.services.length === 0) return nothing;
  return html`<div class="found">
    <h4 class="suggested">${texts.suggested}</h4>
    ${cards(desk, opened, whole, value, true)}
  </div>`;
}

function results(desk: Desk, opened: Opened, whole: CaseWhole, answer: Answer): TemplateResult {
  const { texts } = desk;
  if (answer.services.length === 0) {
    return html`<p>${texts.found_none}</p>
      ${answer.body?.map((text) => said(desk, text)) ?? said(desk, answer.reply)}`;
  }
  return cards(desk, opened, whole, answer);
}

/** Services as cards, and the line that goes along with whichever is sent; folded where nobody has asked for them. */
function cards(desk: Desk, opened: Opened, whole: CaseWhole, answer: Answer, isFolded = false): TemplateResult {
  const { texts } = desk;
  return html`
    ${
      opened.may("write")
        ? html`<div class="ds-field">
            <label class="ds-label" for="line">${texts.card_line}</label>
            <input
              class="ds-input"
              id="line"
              maxlength="500"
              autocomplete="off"
              lang=${whole.language}
              .value=${opened.line ?? lineOf(desk, whole)}
              @input=${typed((line) => {
                opened.line = line;
              })}
            />
          </div>`
        : nothing
    }
    <ul class="found-list">
      ${answer.services.map((service, place) => {
        const card = drawn(alone(answer, service), FOUND + place, whole);
        return html`<li>
          ${
            isFolded
              ? html`<details class="folded">
                  <summary>${service.name}</summary>
                  ${card}
                </details>`
              : card
          }
          ${sending(desk, opened, whole, answer, service)}
        </li>`;
      })}
    </ul>
  `;
}

/** Words that go before a card, until somebody writes others. */
function lineOf({ texts }: Desk, { language }: CaseWhole): string {
  return texts[`card_line_${language}`];
}

/** A card goes to the family with one press. */
function sending(desk: Desk, opened: Opened, whole: CaseWhole, { question }: Answer, { id, name }: Service): Drawn {
  const { texts } = desk;
  if (!opened.may("write")) return nothing;
  const send = (): void => {
    const line = (opened.line ?? "").trim() || lineOf(desk, whole);
    desk.sendCard(line, { question, service: id, name });
  };
  return button(html`${texts.card_send}${of(name)}`, send, { variant: "primary" });
}

/** One service of an answer, and nothing else of it. */
function alone(answer: Answer, service: Service): Answer {
  const nothingElse = { acute: null, statements: [], suggestions: [], notices: [], clarification: null, body: [] };
  const noSteps = { plan: [], process: null, responsibility: [], question_back: null, coordinator: null };
  return {
    ...answer,
    ...nothingElse,
    ...noSteps,
    outcome: "answered",
    handover: { offered: false, reason: null },
    services: [service],
  };
}

function said(desk: Desk, text: string): TemplateResult {
  return html`<div class="told">
    <p>${text}</p>
    ${
      desk.opened?.may("write") === true
        ? button(desk.texts.insert, () => {
            desk.insert(text);
          })
        : nothing
    }
  </div>`;
}

function ready(desk: Desk, opened: Opened, whole: CaseWhole): Drawn {
  const { texts } = desk;
  const replies = opened.replies.value;
  if (!opened.may("write")) return nothing;
  return html`
    <section aria-labelledby="ready-title">
      <h3 id="ready-title">${texts.replies_title}</h3>
      ${alertView(opened.replies.trouble, texts)}
      ${replies?.length === 0 ? html`<p class="small">${texts.no_replies}</p>` : nothing}
      <ul class="ready">
        ${replies?.map((reply) => readyView(desk, reply, whole))}
      </ul>
    </section>
  `;
}

function readyView(desk: Desk, reply: Reply, { language }: CaseWhole): TemplateResult {
  const text = language === "nn" ? reply.nn || reply.nb : reply.nb || reply.nn;
  return html`<li>
    <button
      type="button"
      class="ready-go"
      @click=${() => {
        desk.insert(text);
      }}
    >
      <strong><i class="visually-hidden">${desk.texts.insert_reply} </i>${reply.title}</strong>
      <span lang=${language === "nn" ? "nn" : "nb"}>${text}</span>
    </button>
  </li>`;
}
