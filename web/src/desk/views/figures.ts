/** Figures for those who lead: charts, and the same as tables. */

import { html, nothing, type TemplateResult } from "lit";

import { fill } from "../../texts";
import { insightOf, tableOf } from "../api";
import {
  askedSeries,
  counted,
  helpedCell,
  helpedSeries,
  outcomesOf,
  waited,
  waitSeries,
  weekNumber,
} from "../counting";
import type { Desk } from "../desk";
import { named, type DeskTexts } from "../texts";
import { date } from "../times";
import type { Week } from "../types";
import { chartView } from "./chart";
import { alertView, kommuneChoice } from "./parts";

const SPANS = [4, 12, 26, 52];

export function figuresView(desk: Desk): TemplateResult {
  const { texts, pages } = desk;
  const { figures } = pages;
  return html`
    <section class="page-part figures" aria-labelledby="figures-title">
      <h2 id="figures-title" tabindex="-1" data-focus="page">${texts.nav_figures}</h2>
      <p>${texts.figures_lead}</p>
      <div class="row">
        ${kommuneChoice(
          desk.leads,
          pages.kommune,
          (id) => {
            pages.choose(id);
          },
          texts,
        )}
        ${weeksChoice(desk)}
        <a class="ds-link" href=${tableOf(pages.kommune, pages.weeks)} download>${texts.csv}</a>
        <a class="ds-link" href=${insightOf(pages.kommune)}>${texts.insight}</a>
      </div>
      ${alertView(figures.trouble, texts)} ${figures.isLoading ? html`<p class="small">${texts.loading}</p>` : nothing}
      ${figures.value === null ? nothing : drawn(figures.value.weeks, texts)}
    </section>
  `;
}

function weeksChoice({ texts, pages }: Desk): TemplateResult {
  return html`<label class="choice">
    <span>${texts.span}</span>
    <select
      class="ds-input"
      @change=${(event: Event) => {
        pages.chooseWeeks(Number((event.target as HTMLSelectElement).value));
      }}
    >
      ${SPANS.map((weeks) => html`<option value=${weeks} ?selected=${weeks === pages.weeks}>${fill(texts.weeks, { weeks })}</option>`)}
    </select>
  </label>`;
}

function drawn(weeks: readonly Week[], texts: DeskTexts): TemplateResult {
  if (weeks.length === 0) return html`<p>${texts.no_figures}</p>`;
  const shared = { weeks: weeks.map(weekNumber), texts };
  return html`
    <div class="charts">
      ${chartView({ ...shared, id: "asked", title: texts.chart_asked, unit: texts.unit_cases, series: askedSeries(weeks, texts) })}
      ${chartView({ ...shared, id: "wait", title: texts.chart_wait, unit: texts.unit_minutes, series: waitSeries(weeks, texts) })}
      ${chartView({ ...shared, id: "helped", title: texts.chart_helped, unit: texts.unit_answers, series: helpedSeries(weeks, texts) })}
    </div>
    ${table(texts.table_weeks, weekHeads(texts), weeks, (week) => weekCells(week, texts), texts)}
    ${table(
      texts.table_outcomes,
      outcomesOf(weeks).map((code) => named(texts, "outcome", code)),
      weeks,
      ({ outcomes }) =>
        outcomesOf(weeks).map((code) => (code in outcomes ? counted(outcomes[code] ?? null, texts) : "0")),
      texts,
    )}
  `;
}

function weekHeads(texts: DeskTexts): string[] {
  return [
    texts.figure_asked,
    texts.figure_answered,
    texts.figure_abandoned,
    texts.figure_callbacks,
    texts.figure_kept,
    texts.figure_median,
    texts.figure_p90,
    texts.figure_helped,
    texts.figure_helped_later,
  ];
}

function weekCells(week: Week, texts: DeskTexts): string[] {
  return [
    ...[week.asked, week.answered, week.abandoned, week.callbacks, week.kept].map((count) => counted(count, texts)),
    ...[week.median_wait, week.p90_wait].map((seconds) => waited(seconds, texts)),
    helpedCell(week.helped, texts),
    week.later_from === null
      ? helpedCell(week.helped_later, texts)
      : fill(texts.later_from, { day: date(week.later_from) }),
  ];
}

/** It may be wider than the screen: it is scrolled by itself, by keyboard too. */
function table(
  title: string,
  heads: readonly string[],
  weeks: readonly Week[],
  cells: (week: Week) => readonly string[],
  texts: DeskTexts,
): TemplateResult {
  return html`
    <div class="wide-table" role="region" aria-label=${title} tabindex="0">
      <table class="ds-table" data-size="sm" data-border>
        <caption>
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">${texts.figure_week}</th>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${weeks.map(
            (week) =>
              html`<tr>
                <th scope="row">
                  ${weekNumber(week)} <span class="small">${fill(texts.week_since, { day: date(week.since) })}</span>
                </th>
                ${cells(week).map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}
