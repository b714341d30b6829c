/** Button, panel and chat as one: what opens, what closes, what is kept. */

import { hold } from "./behind";
import { type Frame, frameOf } from "./frame";
import { hostWith, stand } from "./host";
import { launcher } from "./launcher";
import { keep, recall } from "./memory";
import { PANEL, panelOf } from "./panel";
import type { FromChat } from "./protocol";
import type { Wish } from "./script";
import { wordsOf } from "./words";

/** How long the chat may take, and how long once its page has come: a page that refused or failed comes too. */
const PATIENCE = 8000;
const PATIENCE_LOADED = 3000;

/** Where the chat needs the whole screen. */
const WHOLE = "(max-width:40em),(max-height:30em)";

/** Puts the door in the page, open if it stood open on the page before. */
export function hang(wish: Wish): void {
  const words = wordsOf(wish.language);
  const key = `endorinn:${wish.kommune}:`;
  const whole = matchMedia(WHOLE);
  const button = launcher(words, PANEL, () => {
    if (panel.element.hidden) open(true);
    else close();
  });
  const panel = panelOf(words, wish.page, close);
  const host = hostWith(button.button, button.status, panel.element);
  host.lang = wish.language;
  let chat: Frame | undefined;
  let ready = false;
  let patience: ReturnType<typeof setTimeout> | undefined;

  function open(focus: boolean): void {
    keep(`${key}open`, "1");
    show(true);
    button.mark(false);
    if (!ready) load();
    // A page that cannot be reached behind the chat cannot keep the focus either.
    if (focus || whole.matches) (ready && chat ? chat.element : panel.element).focus();
  }

  function close(): void {
    keep(`${key}open`, null);
    show(false);
    button.button.focus();
  }

  function show(shown: boolean): void {
    panel.element.hidden = !shown;
    button.expand(shown);
    fit();
    if (ready) chat?.say({ type: "shown", shown });
  }

  function fit(): void {
    const covers = whole.matches && !panel.element.hidden;
    panel.fill(whole.matches);
    button.button.hidden = covers;
    hold(covers);
  }

  /** Loads the chat, again where it has not come. */
  function load(): void {
    chat?.drop();
    panel.wait();
    chat = frameOf(wish, hear);
    chat.element.onload = () => {
      if (!ready) expect(PATIENCE_LOADED);
    };
    expect(PATIENCE);
    panel.element.prepend(chat.element);
  }

  function expect(within: number): void {
    clearTimeout(patience);
    patience = setTimeout(panel.apologise, within);
  }

  function hear(message: FromChat): void {
    switch (message.type) {
      case "ready":
        greet(message.name);
        break;
      case "close":
        close();
        break;
      case "leave":
        leave(message.to);
        break;
      case "unread":
        button.mark(message.unread && panel.element.hidden);
        break;
      case "keep":
        keep(`${key}kept`, message.value);
    }
  }

  /** However late it comes, and again where it has loaded itself anew. */
  function greet(name: string): void {
    ready = true;
    clearTimeout(patience);
    // Focus follows the chat only from the panel where it waited.
    const waited = panel.element.matches(":focus-within");
    panel.reveal();
    chat?.say({ type: "hello", kept: recall(`${key}kept`) });
    chat?.say({ type: "shown", shown: !panel.element.hidden });
    if (chat) chat.element.title = name;
    if (waited) chat?.element.focus();
  }

  /** Nothing is to be seen from this moment, also while the other page is on its way. */
  function leave(to: string): void {
    close();
    keep(`${key}kept`, null);
    if (!/^https:\/\/\w/.test(to)) return;
    document.documentElement.style.setProperty("display", "none", "important");
    document.title = "…";
    location.replace(to);
  }

  /** Opens what stood open. On a screen that the chat would fill, not over a new page that was asked for. */
  function restore(): void {
    if (whole.matches && isNew()) keep(`${key}open`, null);
    if (recall(`${key}open`)) open(false);
  }

  host.onkeydown = (event) => {
    if (event.key === "Escape" && !panel.element.hidden) close();
  };
  whole.onchange = fit;
  // The page comes back as it was left, but the conversation may have gone on or been deleted on another since.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    ready = false;
    show(false);
    restore();
  });
  stand(host);
  restore();
}

/** Whether this page was gone to, neither loaded again nor come back to. */
function isNew(): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return entry?.type === "navigate";
}
