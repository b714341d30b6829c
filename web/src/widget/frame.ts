/** The chat in its frame: the one we listen to, and the one we speak to. */

import { make } from "./element";
import { type FromChat, type FromPage, isOurs, marked } from "./protocol";
import type { Wish } from "./script";
import { NAME } from "./words";

export interface Frame {
  element: HTMLIFrameElement;
  say(message: FromPage): void;
  /** Takes it away, and listens no more. */
  drop(): void;
}

/** A frame, not yet in the page, that will open the chat. */
export function frameOf(wish: Wish, hear: (message: FromChat) => void): Frame {
  const element = make("iframe", {
    src: `${wish.page}?vis=panel&lang=${wish.language}`,
    title: NAME,
    allow: "clipboard-write",
    referrerpolicy: "no-referrer",
  });
  const listen = (event: MessageEvent<unknown>) => {
    if (event.source === element.contentWindow && event.origin === wish.origin && isOurs(event.data))
      hear(event.data as FromChat);
  };
  addEventListener("message", listen);
  return {
    element,
    say(message) {
      element.contentWindow?.postMessage(marked(message), wish.origin);
    },
    drop() {
      removeEventListener("message", listen);
      element.remove();
    },
  };
}
