/** Whether something may be passed on: what goes to whom, and yes or no. Nothing goes without a yes. */

import { html, LitElement, nothing } from "lit";

import { contentLanguage, type Drawn } from "../answer/wording";
import type { Texts } from "../texts";
import { said, type Happened } from "./happened";

export interface ConsentGiven {
  texts: Texts;
  asked: Happened;
  /** What came of it, as the conversation has it. */
  outcome: Happened | null;
  /** Whether it can still be answered. */
  isOpen: boolean;
  id: string;
  answer: (consent: boolean) => Promise<void>;
}

export class EdiConsent extends LitElement {
  static override properties = {
    given: { attribute: false },
    answered: { state: true },
    hasFailed: { state: true },
  };

  declare given: ConsentGiven;
  /** What was answered and arrived, until the conversation has it. */
  declare private answered: boolean | null;
  declare private hasFailed: boolean;
  private isBusy = false;

  constructor() {
    super();
    this.answered = null;
    this.hasFailed = false;
  }

  /** Drawn into the page itself, as all of it is. */
  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): Drawn {
    const { texts, asked, id } = this.given;
    return html`
      <div class="consent" role="group" aria-labelledby=${id}>
        <h2 id=${id}>${said(asked, texts)}</h2>
        <p>${texts.consent_what}</p>
        <blockquote class="person-written">${asked.words}</blockquote>
        <p>${texts.consent_to} <strong lang=${contentLanguage(texts)}>${asked.service?.name ?? ""}</strong></p>
        ${this.below()}
      </div>
    `;
  }

  private below(): Drawn {
    const { texts, outcome, isOpen, asked } = this.given;
    const kind = this.answered === null ? null : this.answered ? "consent-given" : "consent-refused";
    const told = outcome ?? (kind === null ? null : { ...asked, kind });
    if (told !== null) return html`<p class="consent-outcome" tabindex="-1"><strong>${said(told, texts)}</strong></p>`;
    if (!isOpen) return html`<p class="consent-outcome">${texts.consent_old}</p>`;
    return html`
      <p>${texts.consent_free}</p>
      <div class="person-buttons">
        <button type="button" class="ds-button" data-variant="secondary" @click=${() => this.answer(true)}>
          ${texts.consent_yes}
        </button>
        <button type="button" class="ds-button" data-variant="secondary" @click=${() => this.answer(false)}>
          ${texts.consent_no}
        </button>
      </div>
      <p class="person-trouble" role="alert">${this.hasFailed ? texts.consent_failed : nothing}</p>
    `;
  }

  private async answer(consent: boolean): Promise<void> {
    if (this.isBusy || this.answered !== null) return;
    this.isBusy = true;
    this.hasFailed = false;
    try {
      await this.given.answer(consent);
    } catch {
      this.hasFailed = true;
      return;
    } finally {
      this.isBusy = false;
    }
    this.answered = consent;
    await this.updateComplete;
    this.querySelector<HTMLElement>(".consent-outcome")?.focus();
  }
}
