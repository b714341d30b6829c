/** A message that nobody understood may teach us, if the person says yes. Nothing is kept without it. */

import { html, noChange, nothing } from "lit";
import { AsyncDirective } from "lit/async-directive.js";
import { directive } from "lit/directive.js";
import { ref } from "lit/directives/ref.js";

import type { Texts } from "../texts";
import type { Drawn } from "./wording";

type Learn = () => Promise<string>;

/**
 * It stands in the conversation's log, which announces by itself what is added: it has no live region of its own.
 *
 * It remembers what was kept while the answer around it is drawn anew.
 */
class Learning extends AsyncDirective {
  private kept: string | null = null;
  private isAsking = false;
  private hasFailed = false;
  private latest: [Texts, Learn, boolean] | null = null;

  override render(texts: Texts, learn: Learn, current: boolean): Drawn {
    this.latest = [texts, learn, current];
    if (this.kept !== null) return this.thanks(texts, this.kept);
    // Only the last message can be kept.
    return current ? this.question(texts, learn) : nothing;
  }

  private thanks(texts: Texts, kept: string): Drawn {
    return html`<div class="learning">
      <p class="learning-kept" tabindex="-1" ${ref(this.focus)}>${texts.learn_kept} «${kept}»</p>
    </div>`;
  }

  private question(texts: Texts, learn: Learn): Drawn {
    return html`<div class="learning">
      <p>${texts.learn_why}</p>
      <button
        type="button"
        class="ds-button"
        data-variant="secondary"
        data-size="sm"
        aria-disabled=${this.isAsking ? "true" : nothing}
        @click=${() => this.ask(learn)}
      >
        ${texts.learn}
      </button>
      ${this.hasFailed ? html`<p class="learning-failed">${texts.learn_failed}</p>` : nothing}
    </div>`;
  }

  private async ask(learn: Learn): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    this.hasFailed = false;
    this.show();
    try {
      this.kept = await learn();
    } catch {
      // Why, nobody has to know: it can be pressed once more.
      this.hasFailed = true;
    }
    this.isAsking = false;
    this.show();
  }

  /** The button is gone: the focus goes on to what came of it. */
  private readonly focus = (element?: Element): void => {
    // It stands in the page only once the drawing is done.
    if (element instanceof HTMLElement)
      queueMicrotask(() => {
        element.focus();
      });
  };

  private show(): void {
    if (this.latest !== null && this.isConnected) this.setValue(this.render(...this.latest));
  }

  override update(_part: unknown, given: [Texts, Learn, boolean]): Drawn | typeof noChange {
    return this.render(...given);
  }
}

export const learningView = directive(Learning);
