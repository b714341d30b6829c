/** Replies that lie ready: all may read them, those who lead write them. */

import { html, nothing, type TemplateResult } from "lit";

import { fill, LANGUAGES } from "../../texts";
import type { Desk } from "../desk";
import type { Reply } from "../types";
import { alertView, button, kommuneChoice, of, submitted, typed } from "./parts";

export function repliesView(desk: Desk): TemplateResult {
  const { texts, pages } = desk;
  const { replies } = pages;
  const canWrite = desk.leads.some(({ id }) => id === desk.pages.kommune);
  return html`
    <section class="page-part" aria-labelledby="replies-title">
      <h2 id="replies-title" tabindex="-1" data-focus="page">${texts.nav_replies}</h2>
      <p>${canWrite ? texts.replies_lead_write : texts.replies_lead}</p>
      ${kommuneChoice(
        desk.serves,
        desk.pages.kommune,
        (id) => {
          desk.pages.choose(id);
        },
        texts,
      )}
      ${alertView(replies.trouble, texts)} ${replies.isLoading ? html`<p class="small">${texts.loading}</p>` : nothing}
      ${replies.value?.length === 0 ? html`<p>${texts.no_replies}</p>` : nothing}
      <ul class="replies">
        ${replies.value?.map((reply) => (desk.pages.editing?.id === reply.id ? html`<li>${editor(desk)}</li>` : replyView(desk, reply, canWrite)))}
      </ul>
      ${canWrite ? (desk.pages.editing?.id === null ? editor(desk) : newButton(desk)) : nothing}
    </section>
  `;
}

function replyView(desk: Desk, reply: Reply, canWrite: boolean): TemplateResult {
  const { texts } = desk;
  return html`<li>
    <h3>${reply.title}</h3>
    <p lang="nb">${reply.nb}</p>
    ${reply.nn === "" ? nothing : html`<p lang="nn" class="reply-nn">${reply.nn}</p>`}
    ${
      canWrite
        ? html`<div class="row">
            ${button(html`${texts.edit}${of(reply.title)}`, () => {
              desk.pages.edit(reply);
            })}
            ${removing(desk, reply)}
          </div>`
        : nothing
    }
  </li>`;
}

/** Asked once more before it is gone. */
function removing(desk: Desk, reply: Reply): TemplateResult {
  const { texts, pages } = desk;
  if (pages.removing !== reply.id) {
    return button(
      html`${texts.remove}${of(reply.title)}`,
      () => {
        pages.remove(reply.id);
      },
      { color: "danger" },
    );
  }
  return html`
    <span role="alert">${texts.remove_ask}</span>
    ${button(
      texts.remove_yes,
      () => {
        void pages.removeReply(reply.id);
      },
      { color: "danger", variant: "primary" },
    )}
    ${button(texts.cancel, () => {
      pages.remove(null);
    })}
  `;
}

function newButton(desk: Desk): TemplateResult {
  return button(
    desk.texts.reply_new,
    () => {
      desk.pages.edit({ id: null, title: "", nb: "", nn: "" });
    },
    { variant: "primary" },
  );
}

function editor(desk: Desk): TemplateResult {
  const { texts } = desk;
  const { editing } = desk.pages;
  const save = submitted(() => {
    void desk.pages.saveReply();
  });
  const area = (language: "nb" | "nn"): TemplateResult =>
    html`<div class="ds-field">
      <label class="ds-label" for="editing-${language}"
        >${fill(texts.reply_text, { language: LANGUAGES[language] })}</label
      >
      <textarea
        class="ds-input"
        id="editing-${language}"
        lang=${language}
        rows="3"
        maxlength="2000"
        ?required=${language === "nb"}
        .value=${editing?.[language] ?? ""}
        @input=${typed((text) => {
          if (editing) editing[language] = text;
        })}
      ></textarea>
    </div>`;
  return html`
    <form class="fields editor" @submit=${save}>
      <div class="ds-field">
        <label class="ds-label" for="editing-title">${texts.reply_title}</label>
        <input
          class="ds-input"
          id="editing-title"
          data-focus="editor"
          maxlength="80"
          required
          autocomplete="off"
          .value=${editing?.title ?? ""}
          @input=${typed((title) => {
            if (editing) editing.title = title;
          })}
        />
      </div>
      ${area("nb")} ${area("nn")} ${alertView(desk.trouble, texts)}
      <div class="row">
        <button type="submit" class="ds-button" data-size="sm">${texts.save}</button>
        ${button(texts.cancel, () => {
          desk.pages.edit(null);
        })}
      </div>
    </form>
  `;
}
