/** What to do in which order: the plan for a message with several needs, and the steps of a process. */

import { html, nothing, type TemplateResult } from "lit";

import { fill, type Texts } from "../texts";
import type { Process, Service, Step } from "./whole";
import { contentLanguage, type Drawn } from "./wording";

/** Each step leads to the card of its service. */
export function planView(
  plan: readonly Step[],
  services: readonly Service[],
  idOf: (place: number) => string,
  texts: Texts,
): Drawn {
  if (plan.length === 0) return nothing;
  const way = (step: Step): Drawn => {
    const place = services.findIndex((service) => service.id !== null && service.id === step.service);
    const name = services[place]?.name;
    if (name === undefined) return nothing;
    return html` <a class="ds-link step-link" lang=${contentLanguage(texts)} href="#${idOf(place)}" @click=${goToCard}
      >${name}</a
    >`;
  };
  return html`
    <div class="plan">
      <h2>${texts.plan}</h2>
      <ol class="steps">
        ${plan.map(
          (step) =>
            html`<li>
              <p lang=${contentLanguage(texts)}>${step.text}</p>
              ${way(step)}
            </li>`,
        )}
      </ol>
    </div>
  `;
}

/** Goes to a card without a step in the browser's history: whoever leaves quickly is not led back here. */
function goToCard(event: Event): void {
  event.preventDefault();
  const { hash } = event.currentTarget as HTMLAnchorElement;
  const card = document.getElementById(hash.slice(1));
  card?.scrollIntoView({ block: "start" });
  card?.focus({ preventScroll: true });
}

export function processView(process: Process | null, texts: Texts): Drawn {
  if (process === null) return nothing;
  return html`
    <div class="process">
      ${process.title === null ? nothing : html`<h2 lang=${contentLanguage(texts)}>${process.title}</h2>`}
      <ol class="steps">
        ${process.steps.map(
          (step) =>
            html`<li>
              <p lang=${contentLanguage(texts)}>${step.text}</p>
              ${deadlineView(step, texts)}
            </li>`,
        )}
      </ol>
    </div>
  `;
}

function deadlineView({ deadline }: Step, texts: Texts): TemplateResult | typeof nothing {
  return deadline === null ? nothing : html`<p class="deadline">${fill(texts.deadline, { deadline })}</p>`;
}
