/** The page around the widget's frame, as the chat knows it. */

import { isOurs, marked, type FromChat, type FromPage } from "../widget/protocol";
import type { Lender } from "./keeping";

/** So long the page around has to say that it is there. */
const PATIENCE = 1_000;

export class Frame implements Lender {
  private origin: string | null = null;
  private readonly page = window.parent;
  /** The panel has been opened or closed. */
  onShown: (shown: boolean) => void = () => undefined;

  /** Says that the chat can be used; what the page around keeps for us, if anything. */
  async greet(name: string): Promise<string | null> {
    return new Promise((resolve) => {
      window.addEventListener("message", ({ source, origin, data }: MessageEvent<unknown>) => {
        if (source !== this.page || !isOurs(data)) return;
        this.origin ??= origin;
        const said = data as FromPage;
        if (said.type === "hello") resolve(said.kept);
        if (said.type === "shown") this.onShown(said.shown);
      });
      // Nothing in it is secret, and whoever stands around is not known before they answer.
      this.page.postMessage(marked<FromChat>({ type: "ready", name }), "*");
      setTimeout(() => {
        resolve(null);
      }, PATIENCE);
    });
  }

  /** Whether the page around has answered. */
  get isKnown(): boolean {
    return this.origin !== null;
  }

  /** Says something to the page that has answered; nothing to any other. */
  tell(said: FromChat): void {
    if (this.origin !== null) this.page.postMessage(marked(said), this.origin);
  }

  keep(value: string | null): void {
    this.tell({ type: "keep", value });
  }
}

/** The page around, where there is one. */
export function frameOf(panel: boolean): Frame | null {
  return panel && window.parent !== window ? new Frame() : null;
}
