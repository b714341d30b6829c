/** An answer, part by part, in the order that somebody worried needs it. */

import { html, nothing, type TemplateResult } from "lit";

import type { Texts } from "../texts";
import type { Actions } from "./actions";
import { acuteView } from "./acute";
import { bodyView } from "./body";
import { learningView } from "./learning";
import { coordinatorView, optionsView } from "./options";
import { planView, processView } from "./plan";
import { responsibilityView } from "./responsibility";
import { servicesView } from "./services";
import { sourcesView } from "./sources";
import type { Answer } from "./types";
import { wholeOf, type Whole } from "./whole";
import { newTab, type Drawn } from "./wording";

export interface AnswerGiven {
  texts: Texts;
  /** The municipality, as it is called. */
  place: string;
  /** Whether nothing has been said since: only then its buttons do something. */
  current: boolean;
  actions: Actions;
  /** Its place in the conversation, for ids that no other answer has. */
  number: number;
  /** Whether a person sent it along: then it offers none. */
  isCard?: boolean;
}

export function answerView(answer: Answer, given: AnswerGiven): TemplateResult {
  const { texts, current, actions, number } = given;
  const whole = wholeOf(answer, texts);
  const { language, services } = whole;
  const id = `answer-${number}`;
  const idOf = (place: number): string => `${id}-service-${place + 1}`;
  const pressed = { texts, actions, current, id: `${id}-question` };
  const told = [
    acuteView(whole.acute, texts, `${id}-acute`, current),
    bodyView(whole.body, whole.facts, texts),
    planView(whole.plan, services, idOf, texts),
    processView(whole.process, texts),
    responsibilityView(whole.cells, texts),
    servicesView(services, { ...given, language, idOf }),
    noticesView(whole.notices, texts),
    sourcesView(whole.sources, { texts, language, of: null }),
    optionsView(whole, pressed),
  ];
  return html`
    <div class="answer" lang=${language ?? nothing}>
      ${told.every((part) => part === nothing) ? html`<p>${texts.unreadable}</p>` : told}
      ${given.isCard === true ? nothing : coordinatorView(whole, pressed)}
      ${whole.offersLearning ? learningView(texts, () => actions.learn(), current) : nothing}
      ${privacyView(whole, texts)}
    </div>
  `;
}

/** What the person should know of the answer itself. */
function noticesView(notices: readonly string[], texts: Texts): Drawn {
  if (notices.length === 0) return nothing;
  return html`
    <div class="notices" data-color="info">
      <h2><span class="notices-sign" aria-hidden="true">i</span>${texts.notices}</h2>
      ${notices.map((notice) => html`<p>${notice}</p>`)}
    </div>
  `;
}

/** In a tab of its own: the conversation stays where it is. */
function privacyView({ outcome, language }: Whole, texts: Texts): Drawn {
  if (outcome !== "privacy") return nothing;
  const href = `/personvern?lang=${language ?? "nb"}`;
  return html`<p class="about-privacy">
    <a class="ds-link" href=${href} target="_blank" rel="noopener noreferrer">${texts.privacy}${newTab(texts)}</a>
  </p>`;
}
