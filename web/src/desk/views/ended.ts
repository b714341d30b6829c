/** Cases that are over. */

import { html, nothing, type TemplateResult } from "lit";

import type { Desk } from "../desk";
import { addressOf } from "../place";
import { aboutOf, acuteTag, alertView, endOf, kommuneChoice, whoOf } from "./parts";

export function endedView(desk: Desk): TemplateResult {
  const { texts, pages } = desk;
  const { ended } = pages;
  const choose = (id: string): void => {
    desk.pages.choose(id);
  };
  return html`
    <section class="page-part" aria-labelledby="ended-title">
      <h2 id="ended-title" tabindex="-1" data-focus="page">${texts.nav_ended}</h2>
      ${kommuneChoice(desk.serves, desk.pages.kommune, choose, texts)} ${alertView(ended.trouble, texts)}
      ${ended.isLoading ? html`<p class="small">${texts.loading}</p>` : nothing}
      ${ended.value?.length === 0 ? html`<p>${texts.none_ended}</p>` : nothing}
      <ul class="rows">
        ${ended.value?.map(
          (one) =>
            html`<li>
              <a class="row-link" href=${addressOf({ page: "case", id: one.id })}>
                ${acuteTag(one, texts)}
                <strong class="row-about">${aboutOf(one, texts)}</strong>
                <span class="row-who">${whoOf(one, texts)}</span>
                <span class="row-foot">
                  <span>${desk.clock(one.ended_at)}</span>
                  <span>${endOf(one, texts)}</span>
                  ${one.holder === null ? nothing : html`<span>${one.holder.name}</span>`}
                </span>
              </a>
            </li>`,
        )}
      </ul>
    </section>
  `;
}
