/** The panel as the page holds it: what it is open for, what is filled in, and where the focus goes when it closes. */

import { html, nothing, type LitElement, type TemplateResult } from "lit";

import { FIELD } from "../chat/composer";
import type { Conversation } from "../chat/conversation";
import type { Setup } from "../chat/setup";
import type { Texts } from "../texts";
import type { Form } from "./form";
import type { EdiPerson } from "./panel";

/** To be answered here, or to be contacted. */
export type Asks = "here" | "callback";

export interface AskingGiven {
  texts: Texts;
  setup: Setup;
  conversation: Conversation;
}

export class Asking {
  private asks: Asks | null = null;
  /** Kept while the panel is closed, so that nothing written in it is lost; fetched with the panel. */
  private form: Form | null = null;
  /** What had the focus before the panel was opened. */
  private opener: HTMLElement | null = null;

  constructor(
    private readonly page: LitElement,
    private readonly given: () => AskingGiven,
  ) {}

  get isOpen(): boolean {
    return this.asks !== null;
  }

  /** Opens it. Throws where it cannot be fetched. */
  async open(asks: Asks): Promise<void> {
    const { activeElement } = document;
    const opener = activeElement instanceof HTMLElement ? activeElement : null;
    const { Form } = await import("./panel.define");
    this.form ??= new Form();
    if (!this.isOpen) this.opener = opener;
    this.asks = asks;
    this.page.requestUpdate();
    await this.page.updateComplete;
    await this.page.querySelector<EdiPerson>("edi-person")?.open();
  }

  /** Closes it; the focus goes back, or, once something was asked for, on to how that stands. */
  close(done: boolean): void {
    this.asks = null;
    if (done) this.form = null;
    this.page.requestUpdate();
    void this.page.updateComplete.then(() => {
      const next = done ? this.page.querySelector<HTMLElement>(".standing") : this.opener;
      if (next?.isConnected === true) next.focus();
      else this.page.querySelector<HTMLElement>(`#${FIELD}`)?.focus();
    });
  }

  /** Nothing that was filled in is left. */
  clear(): void {
    this.asks = null;
    this.form = null;
    this.page.requestUpdate();
  }

  view(): TemplateResult | typeof nothing {
    if (this.form === null) return nothing;
    const { conversation, texts, setup } = this.given();
    const given = {
      texts,
      setup,
      handover: conversation.handover,
      form: this.form,
      wantsCallback: this.asks === "callback",
      hasTalk: conversation.talk.lastMine !== undefined,
      close: (done: boolean) => {
        this.close(done);
      },
    };
    return html`<edi-person .given=${given} ?hidden=${!this.isOpen}></edi-person>`;
  }
}
