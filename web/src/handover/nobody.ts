/** Where nobody comes now: when somebody is there again, and whom to call until then. */

import { html, type TemplateResult } from "lit";

import { languageOf } from "../answer/wording";
import type { Setup } from "../chat/setup";
import { fill, type Texts } from "../texts";
import { moment } from "./days";
import type { Desk } from "./shapes";

/** That it is closed, and when it opens. */
export function closedSaid(desk: Desk, texts: Texts): string {
  const opens = moment(desk.opensAt, texts);
  return opens === null ? texts.person_closed : `${texts.person_closed} ${fill(texts.person_opens, { moment: opens })}`;
}

export function urgentView(texts: Texts, setup: Setup): TemplateResult {
  return html`<p>${texts.person_urgent}</p>
    <ul class="person-lines">
      ${setup.emergency[languageOf(texts)].lines.map(
        ({ number, digits, label }) =>
          html`<li><a class="ds-link" href="tel:${digits}">${fill(texts.call, { number, label })}</a></li>`,
      )}
    </ul>`;
}
