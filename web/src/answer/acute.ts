/** Danger: before everything else, and like nothing else. */

import { html, nothing, type TemplateResult } from "lit";

import type { Texts } from "../texts";
import { hoursView, reach } from "./contact";
import type { Whole, WholeContact } from "./whole";
import { newTab, type Drawn } from "./wording";

/** Only in the latest answer is it a landmark: the same name twice would lead nowhere. */
export function acuteView(acute: Whole["acute"], texts: Texts, id: string, current: boolean): Drawn {
  if (acute === null) return nothing;
  return html`
    <section class="acute" data-color="danger" role=${current ? nothing : "group"} aria-labelledby=${id}>
      <h2 id=${id} class="acute-heading">
        <span class="acute-sign" aria-hidden="true">!</span><span>${acute.opening}</span>
      </h2>
      <ul class="acute-lines">
        ${acute.contacts.map((line) => html`<li>${lineView(line, texts)}</li>`)}
      </ul>
    </section>
  `;
}

function lineView(line: WholeContact, texts: Texts): TemplateResult {
  const { said, href, about, isPage } = reach(line, texts);
  const told = html`
    <span class="dial-said">${said}${isPage ? newTab(texts) : nothing}</span>
    ${about === null ? nothing : html`<span class="dial-who">${about}</span>`} ${hoursView(line, texts)}
  `;
  if (href === null) return html`<p class="dial">${told}</p>`;
  const tab = isPage ? "_blank" : nothing;
  return html`<a class="dial" href=${href} target=${tab} rel=${isPage ? "noopener noreferrer" : nothing}>${told}</a>`;
}
