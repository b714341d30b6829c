/**
 * Who is responsible for what at which level: cells of the municipality's plan, as a table.
 *
 * On a narrow screen its rows are stacked. A browser then forgets that it is a table, so each part says what it is.
 */

import { html, nothing, type TemplateResult } from "lit";

import type { Texts } from "../texts";
import type { Cell } from "./whole";
import { contentLanguage, levelView, type Drawn } from "./wording";

export function responsibilityView(cells: readonly Cell[], texts: Texts): Drawn {
  if (cells.length === 0) return nothing;
  return html`
    <table class="ds-table responsibility" data-border role="table">
      <caption>
        ${texts.responsibility}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">${texts.risk_area}</th>
          <th scope="col" role="columnheader">${texts.level}</th>
          <th scope="col" role="columnheader">${texts.responsible}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${cells.map((cell) => row(cell, texts))}
      </tbody>
    </table>
  `;
}

function row({ area, level, services }: Cell, texts: Texts): TemplateResult {
  return html`
    <tr role="row">
      <th scope="row" role="rowheader" lang=${contentLanguage(texts)}>${area ?? "–"}</th>
      <td role="cell">${level === null ? "–" : levelView(level)}</td>
      <td role="cell" lang=${contentLanguage(texts)}>
        ${
          services.length === 1
            ? services[0]
            : html`<ul>
                ${services.map((name) => html`<li>${name}</li>`)}
              </ul>`
        }
      </td>
    </tr>
  `;
}
