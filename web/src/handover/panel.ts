/** Asking for a person: what happens then, who sees it, and what is sent along. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { Failure } from "../chat/api";
import type { Setup } from "../chat/setup";
import type { Texts } from "../texts";
import type { Drawn } from "../answer/wording";
import { contactFields } from "./contact-fields";
import { deskView } from "./desk-view";
import type { Fault, Form } from "./form";
import type { Handover } from "./handover";
import { someoneHere } from "./happened";
import type { HandoverView } from "./shapes";
import { summaryFields } from "./summary-fields";
import { panelTextsOf, type PanelTexts } from "./texts";
import { toldView } from "./told";

export interface PanelGiven {
  texts: Texts;
  setup: Setup;
  handover: Handover;
  form: Form;
  /** Whether to be called or written to was asked for, and not to wait. */
  wantsCallback: boolean;
  /** Whether anything was said that could go along. */
  hasTalk: boolean;
  /** It is closed; `done`: because what was asked for is under way. */
  close: (done: boolean) => void;
}

/** Where each fault stands. */
const FIELDS: Record<Fault, string> = {
  reach: "person-reach",
  when: "person-when",
  age: "person-age",
  words: "person-words",
};
/** Those behind «Se og endre». */
const FOLDED: readonly Fault[] = ["age"];

export class EdiPerson extends LitElement {
  static override properties = {
    given: { attribute: false },
    faults: { state: true },
    trouble: { state: true },
    chosen: { state: true },
    isBusy: { state: true },
  };

  declare given: PanelGiven;
  declare private faults: readonly Fault[];
  declare private trouble: string | null;
  /** What was chosen in the panel: to be contacted, or to wait; null where nothing was. */
  declare private chosen: boolean | null;
  declare private isBusy: boolean;

  constructor() {
    super();
    this.faults = [];
    this.trouble = null;
    this.chosen = null;
    this.isBusy = false;
  }

  private get own(): PanelTexts {
    return panelTextsOf(this.given.texts);
  }

  /** Begins: the heading gets the focus, and how it stands is asked for. */
  async open(): Promise<void> {
    this.faults = [];
    this.trouble = null;
    this.chosen = null;
    await this.updateComplete;
    const heading = this.querySelector<HTMLElement>("#person-heading");
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
    await this.load();
    // There was less below it before.
    await this.updateComplete;
    if (document.activeElement === heading) heading?.scrollIntoView({ block: "start" });
  }

  /** Drawn into the page itself, as all of it is. */
  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { view } = this.given.handover;
    if (view !== null) this.given.form.propose(view.draft);
  }

  protected override render(): TemplateResult {
    const { texts, handover } = this.given;
    return html`
      <section class="person-panel" aria-labelledby="person-heading">
        <h2 id="person-heading" tabindex="-1">${texts.person}</h2>
        ${handover.view === null ? this.loading() : this.form(handover.view)}
      </section>
    `;
  }

  /** Whether they are to be contacted, and do not wait here. */
  private get isCallback(): boolean {
    const { handover, wantsCallback } = this.given;
    const { state, view } = handover;
    if (view?.desk.isOpen !== true || state === "waiting" || state === "coordinator") return true;
    return this.chosen ?? wantsCallback;
  }

  private loading(): TemplateResult {
    const { texts } = this.given;
    if (this.trouble === null) {
      return html`<p role="status">${this.own.person_loading}</p>
        <div class="person-buttons">${this.cancelButton()}</div>`;
    }
    return html`
      ${this.troubleView()}
      <div class="person-buttons">
        ${this.button(texts.try_again, "primary", () => void this.load())} ${this.cancelButton()}
      </div>
    `;
  }

  private form(view: HandoverView): TemplateResult {
    const { texts, setup, handover, form, hasTalk } = this.given;
    const { isCallback, faults, own } = this;
    const changed = (change: (form: Form) => void): void => {
      form.edit(change);
      // Once something was wrong, it is told at once when it is right.
      if (this.faults.length > 0) this.faults = form.faults(isCallback);
      this.requestUpdate();
    };
    const send = (event: Event): void => {
      event.preventDefault();
      void this.send();
    };
    return html`
      ${handover.isLive ? html`<p role="status"><strong>${someoneHere(view.by, texts)}</strong></p>` : nothing}
      <p>${isCallback ? own.person_lead_later : own.person_lead}</p>
      <p>${own.person_who}</p>
      ${deskView(view.desk, { texts, own, setup, isCallback, isOpen: handover.isOpen })}
      ${toldView(view.told, texts, own)}
      <form novalidate @submit=${send}>
        ${isCallback ? contactFields({ texts, own, form, faults, changed }) : nothing}
        ${summaryFields({ texts, own, setup, form, faults, hasTalk, changed })} ${this.troubleView()}
        <div class="person-buttons">
          <button type="submit" class="ds-button" aria-disabled=${this.isBusy ? "true" : nothing}>
            ${isCallback ? own.ask_contact : own.send_wait}
          </button>
          ${this.otherWay(view)} ${this.cancelButton()}
        </div>
      </form>
    `;
  }

  /** The other of the two ways, where there is one. */
  private otherWay({ desk, state }: HandoverView): Drawn {
    const { texts } = this.given;
    if (!desk.isOpen || state !== "assistant") return nothing;
    const choose = (callback: boolean): Promise<void> => this.choose(callback);
    return this.isCallback
      ? this.button(texts.rather_wait, "secondary", () => void choose(false))
      : this.button(texts.rather_contact, "secondary", () => void choose(true));
  }

  private async choose(callback: boolean): Promise<void> {
    this.chosen = callback;
    this.faults = [];
    await this.updateComplete;
    this.querySelector<HTMLElement>(callback ? "#person-contact" : "#person-heading")?.focus();
  }

  private cancelButton(): TemplateResult {
    return this.button(this.own.cancel, "tertiary", () => {
      this.given.close(false);
    });
  }

  private button(said: string, variant: string, press: () => void): TemplateResult {
    return html`<button type="button" class="ds-button" data-variant=${variant} @click=${press}>${said}</button>`;
  }

  private troubleView(): TemplateResult {
    return html`<p class="person-trouble" role="alert">
      ${this.trouble === null ? nothing : html`<span aria-hidden="true">⚠</span> ${this.trouble}`}
    </p>`;
  }

  private async load(): Promise<void> {
    this.trouble = null;
    try {
      await this.given.handover.load();
    } catch {
      if (this.given.handover.view === null) this.trouble = this.given.texts.person_unreached;
    }
  }

  private async send(): Promise<void> {
    if (this.isBusy) return;
    const { form, handover, setup, texts } = this.given;
    const { isCallback } = this;
    const { contact } = form;
    this.trouble = null;
    this.faults = form.faults(isCallback);
    if (this.faults.length > 0) {
      await this.showFault();
      return;
    }
    this.isBusy = true;
    const summary = form.summary(setup.kommune);
    try {
      if (!isCallback) await handover.ask(summary, form.sharesTalk);
      else if (contact !== null) await handover.callBack(summary, form.sharesTalk, contact, form.when.trim() || null);
      this.given.close(true);
    } catch (error) {
      const isRefused = error instanceof Failure && error.trouble === 400;
      if (isRefused && isCallback) {
        this.faults = ["reach"];
        await this.showFault();
      } else if (error instanceof Failure && error.slug === "stengt") {
        this.trouble = this.own.person_shut;
        await this.choose(true);
      } else
        this.trouble =
          error instanceof Failure && error.trouble === 409 ? this.own.person_changed : texts.person_unsent;
    } finally {
      this.isBusy = false;
    }
  }

  private async showFault(): Promise<void> {
    const [first] = this.faults;
    await this.updateComplete;
    if (first === undefined) return;
    const fold = this.querySelector<HTMLDetailsElement>(".person-edit");
    if (fold !== null && FOLDED.includes(first)) {
      fold.open = true;
      // What is folded takes no focus before it is drawn.
      await drawn();
    }
    this.querySelector<HTMLElement>(`#${FIELDS[first]}`)?.focus();
  }
}

/** Once what was changed has been drawn: the second frame begins where the first has ended. */
async function drawn(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}
