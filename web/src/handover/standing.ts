/** How it stands with the coordinator: a bar over the field that stays while somebody is waited for, or here. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { languageOf, newTab, type Drawn } from "../answer/wording";
import { FIELD } from "../chat/composer";
import type { Setup } from "../chat/setup";
import { fill, type Texts } from "../texts";
import type { Handover } from "./handover";
import { someoneHere } from "./happened";
import { closedSaid, dayOf } from "./days";
import { HELPED, type HandoverView, type Helped, type State } from "./shapes";

export interface StandingGiven {
  texts: Texts;
  setup: Setup;
  handover: Handover;
  /** To be called or written to is asked for. */
  callBack: () => void;
  /** To wait for somebody is asked for. */
  wait: () => void;
  startOver: () => void;
}

/** What ends it, and how it is asked whether that is meant. */
interface Ending {
  stop: string;
  ask: string;
  yes: string;
  no: string;
}

export class EdiStanding extends LitElement {
  static override properties = {
    given: { attribute: false },
    isAsking: { state: true },
    hasFailed: { state: true },
  };

  declare given: StandingGiven;
  /** Whether it is asked if it is to end. */
  declare private isAsking: boolean;
  declare private hasFailed: boolean;
  private isBusy = false;
  /** Whether it was said here, on this page, if it helped. */
  private hasSaid = false;
  private state: State | null = null;
  private hadFocus = false;
  private readonly isRoomy = window.matchMedia("(min-width: 40rem) and (min-height: 40rem)").matches;

  constructor() {
    super();
    this.isAsking = false;
    this.hasFailed = false;
  }

  /** Drawn into the page itself, as all of it is. */
  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.hadFocus = this.contains(document.activeElement);
    const { state } = this.given.handover;
    if (state !== this.state) this.isAsking = false;
    this.state = state;
  }

  /** What was pressed may be gone: then the focus goes on to what stands there now. */
  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (!this.hadFocus || this.contains(document.activeElement)) return;
    const next = this.querySelector<HTMLElement>(".standing") ?? document.querySelector<HTMLElement>(`#${FIELD}`);
    next?.focus();
  }

  protected override render(): Drawn {
    const { view } = this.given.handover;
    if (view === null) return nothing;
    const drawn = this.stateView(view);
    if (drawn === nothing) return nothing;
    return html`<section
      class="standing"
      tabindex="-1"
      aria-label=${this.given.texts.standing_label}
      @keydown=${this.keyed}
    >
      ${drawn}
      <p class="person-trouble" role="alert">${this.hasFailed ? this.given.texts.person_unsent : nothing}</p>
    </section>`;
  }

  private stateView(view: HandoverView): Drawn {
    if (view.state === "waiting") return this.waiting(view);
    if (view.state === "coordinator") return this.live(view);
    if (view.state === "callback") return this.promised(view);
    if (view.state === "closed") return this.closed(view);
    // Whoever has answered before has read the thanks.
    const isAnswered = view.helped !== null && !this.hasSaid;
    return view.followUp === null || isAnswered ? nothing : this.helped(view);
  }

  private waiting({ place, waitMinutes, desk }: HandoverView): TemplateResult {
    const { texts, callBack } = this.given;
    const lead = place === null ? texts.wait_lead : fill(texts.wait_place, { place });
    const isAlone = desk.exists && !desk.isSomeoneHere;
    // How long it takes is told only where somebody is there to come.
    const told =
      desk.exists && !desk.isOpen
        ? [closedSaid(desk, texts), `${lead} ${texts.wait_kept}`]
        : [lead, isAlone ? texts.person_nobody : waitSaid(waitMinutes, texts)];
    const ending = {
      stop: texts.wait_stop,
      ask: texts.wait_stop_ask,
      yes: texts.wait_stop_yes,
      no: texts.wait_stop_no,
    };
    return html`
      <p class="standing-lead" role="status"><strong>${told[0]}</strong> ${told[1]}</p>
      ${isAlone ? this.instead(texts.rather_contact, callBack) : nothing}
      ${this.choices(
        texts.wait_meanwhile,
        html`<p>${texts.wait_help}</p>
          ${this.buttons(ending, desk.exists && !isAlone)}`,
      )}
    `;
  }

  private live({ by }: HandoverView): TemplateResult {
    const { texts } = this.given;
    return html`
      <p class="standing-lead"><strong>${someoneHere(by, texts)}</strong></p>
      ${this.choices(
        texts.choices,
        this.buttons({ stop: texts.back, ask: texts.back_ask, yes: texts.back_yes, no: texts.back_no }, true),
      )}
    `;
  }

  private promised({ callback, desk }: HandoverView): TemplateResult {
    const { texts, wait } = this.given;
    const isLate = callback?.isOverdue === true;
    const said = isLate
      ? texts.callback_late
      : callback?.kind === "email"
        ? texts.callback_email
        : texts.callback_phone;
    const told =
      callback === null
        ? texts.happened_callback
        : fill(said, { date: dayOf(callback.by, texts), hint: callback.hint });
    const ending = {
      stop: texts.call_stop,
      ask: texts.call_stop_ask,
      yes: texts.call_stop_yes,
      no: texts.call_stop_no,
    };
    return html`
      <p class="standing-lead">
        <strong>${told}</strong>
        ${isLate ? `${texts.callback_sorry} ${desk.isOpen ? "" : closedSaid(desk, texts)}` : nothing}
      </p>
      ${isLate ? this.instead(texts.rather_wait, desk.isOpen ? wait : null) : nothing}
      ${this.choices(texts.choices, this.buttons(ending, false))}
    `;
  }

  /** What to do where nobody comes now, and whom to call: by number alone, for the top of the page says who that is. */
  private instead(said: string, press: (() => void) | null): TemplateResult {
    const { texts, setup } = this.given;
    return html`<div class="standing-instead">
      ${press === null ? nothing : html`<div class="person-buttons">${button(said, "primary", press)}</div>`}
      <p>
        ${texts.person_urgent}
        ${setup.emergency[languageOf(texts)].lines.map(
          ({ number, digits, label }) =>
            html`<a class="ds-link" href="tel:${digits}">${number}<span class="visually-hidden">: ${label}</span></a> `,
        )}
      </p>
    </div>`;
  }

  /** Behind one press where the screen is small: the conversation needs the room. */
  private choices(said: string, drawn: TemplateResult): TemplateResult {
    return html`<details class="ds-details sources standing-choices" ?open=${this.isRoomy}>
      <summary>${said}</summary>
      <div>${drawn}</div>
    </details>`;
  }

  private closed(view: HandoverView): TemplateResult {
    const { texts, startOver } = this.given;
    return html`
      <p class="standing-lead" id="closed-lead">${texts.closed_lead}</p>
      ${this.helped(view)}
      <div class="person-buttons">${button(texts.start_over, "primary", startOver)}</div>
    `;
  }

  private helped({ helped, followUp }: HandoverView): TemplateResult {
    const { texts } = this.given;
    if (helped === null) {
      return html`
        <div class="helped" role="group" aria-labelledby="helped">
          <p id="helped"><strong>${texts.helped_ask}</strong></p>
          <div class="person-buttons">
            ${HELPED.map((one) => button(texts[`helped_${one}`], "secondary", () => void this.say(one)))}
          </div>
        </div>
      `;
    }
    return html`<p class="helped-thanks" tabindex="-1">
      ${texts.helped_thanks} ${helped === "yes" ? nothing : texts.helped_more}
      ${
        followUp === null
          ? nothing
          : html`${texts.helped_later}
              <a
                class="ds-link"
                href="/hjulpet/${encodeURIComponent(followUp)}"
                target="_blank"
                rel="noopener noreferrer"
                >${texts.helped_link}${newTab(texts)}</a
              >`
      }
    </p>`;
  }

  private buttons({ stop, ask, yes, no }: Ending, canCallBack: boolean): TemplateResult {
    const { texts, callBack } = this.given;
    if (!this.isAsking) {
      return html`<div class="person-buttons">
        ${canCallBack ? button(texts.rather_contact, "secondary", callBack) : nothing}
        ${button(stop, "tertiary", () => void this.askStop(true), "standing-stop")}
      </div>`;
    }
    return html`<div class="standing-ask" role="group" aria-labelledby="standing-ask">
      <p id="standing-ask">${ask}</p>
      <div class="person-buttons">
        ${button(yes, "primary", () => void this.stop())}
        ${button(no, "secondary", () => void this.askStop(false), "standing-no")}
      </div>
    </div>`;
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.isAsking) return;
    event.preventDefault();
    void this.askStop(false);
  };

  /** Asks, with the focus on no; or takes the question back, with the focus where it was. */
  private async askStop(is: boolean): Promise<void> {
    this.hasFailed = false;
    this.isAsking = is;
    await this.focusOn(is ? ".standing-no" : ".standing-stop");
  }

  private async stop(): Promise<void> {
    await this.attempt(() => this.given.handover.stop());
    this.isAsking = false;
  }

  private async say(helped: Helped): Promise<void> {
    this.hasSaid = true;
    await this.attempt(() => this.given.handover.say(helped));
    if (!this.hasFailed) await this.focusOn(".helped-thanks");
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.hasFailed = false;
    try {
      await act();
    } catch {
      this.hasFailed = true;
    } finally {
      this.isBusy = false;
    }
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }
}

function waitSaid(minutes: number | null, texts: Texts): string {
  if (minutes === null) return texts.wait_unknown;
  return minutes < 2 ? texts.wait_short : fill(texts.wait_minutes, { minutes: Math.round(minutes) });
}

function button(said: string, variant: string, press: () => void, name = ""): TemplateResult {
  return html`<button type="button" class="ds-button ${name}" data-variant=${variant} data-size="sm" @click=${press}>
    ${said}
  </button>`;
}
