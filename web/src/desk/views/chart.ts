/** Bars for each week, drawn by our own hand; the table beside tells the same in words. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";

import { fill } from "../../texts";
import { FEW, topOf, type Series } from "../counting";
import type { DeskTexts } from "../texts";

export interface ChartGiven {
  id: string;
  title: string;
  /** What is counted. */
  unit: string;
  weeks: readonly string[];
  series: readonly Series[];
  texts: DeskTexts;
}

const [WIDTH, HEIGHT] = [640, 220];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 8, 14, 28];
const BODY = HEIGHT - TOP - BOTTOM;
const GAP = 0.25;
/** More weeks than these are not all named. */
const MOST_LABELS = 13;

export function chartView(given: ChartGiven): TemplateResult {
  const { id, title, unit, series, texts } = given;
  const hasFew = series.some(({ values }) => values.includes(null));
  return html`
    <figure class="chart">
      <figcaption>
        <strong>${title}</strong> <span class="small">(${unit})</span>
        <ul class="legend">
          ${series.map(
            ({ name, look }) =>
              html`<li>
                <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                  ${svg`<rect x="1" y="1" width="10" height="10" class="bar-${look}" fill=${fillOf(look, id)}></rect>`}
                </svg>
                ${name}
              </li>`,
          )}
          ${
            hasFew
              ? html`<li>
                  <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                    ${svg`<rect x="1" y="1" width="10" height="10" class="bar-few"></rect>`}
                  </svg>
                  ${texts.few}
                </li>`
              : nothing
          }
        </ul>
      </figcaption>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-name">
        <title id="${id}-name">${fill(texts.chart_name, { title })}</title>
        ${svg`<defs>
          <pattern id="${id}-stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="3" height="6" class="stripe"></rect>
          </pattern>
        </defs>`}
        ${grid(topOf(series))} ${given.weeks.map((week, place) => group(given, week, place))}
      </svg>
    </figure>
  `;
}

function grid(top: number): SVGTemplateResult[] {
  return [0, 0.5, 1].map((part) => {
    const y = TOP + BODY * (1 - part);
    return svg`<line class="grid-line" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y} y2=${y}></line>
      <text class="grid-text" x=${LEFT - 6} y=${y + 4} text-anchor="end">${top * part}</text>`;
  });
}

function group({ id, weeks, series, texts }: ChartGiven, week: string, place: number): SVGTemplateResult {
  const slot = (WIDTH - LEFT - RIGHT) / weeks.length;
  const bar = (slot * (1 - GAP)) / series.length;
  const begins = LEFT + slot * place + (slot * GAP) / 2;
  const top = topOf(series);
  const every = Math.ceil(weeks.length / MOST_LABELS);
  return svg`<g>
    ${series.map(({ name, look, values }, which) => {
      const value = values[place] ?? null;
      const height = ((value ?? FEW) / top) * BODY;
      const said = `${fill(texts.week, { week })}, ${name}: ${value ?? texts.few}`;
      return svg`<rect
        class=${value === null ? "bar-few" : `bar-${look}`}
        fill=${value === null ? "none" : fillOf(look, id)}
        x=${round(begins + bar * which)}
        y=${round(TOP + BODY - height)}
        width=${round(Math.max(bar - 1, 1))}
        height=${round(height)}
      ><title>${said}</title></rect>`;
    })}
    <text class="grid-text" visibility=${place % every === 0 ? nothing : "hidden"} x=${round(begins + (slot * (1 - GAP)) / 2)} y=${HEIGHT - 8} text-anchor="middle">${week}</text>
  </g>`;
}

function fillOf(look: Series["look"], id: string): string | typeof nothing {
  return look === "striped" ? `url(#${id}-stripes)` : nothing;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
