/** What the chat in its frame and the loader on the municipality's page say to each other with `postMessage`. */

/** Marks our messages among all that a page may send. */
export const MARK = "endorinn";

/** From the chat to the page around it. */
export type FromChat =
  /** It can be used. `name` is the frame's title. */
  | { type: "ready"; name: string }
  /** The panel is to close, and focus to go back to the button. */
  | { type: "close" }
  /** Quick exit: the whole page is to be left for `to`, without a trace. */
  | { type: "leave"; to: string }
  /** Whether something new has come that nobody has seen. */
  | { type: "unread"; unread: boolean }
  /** Where the browser gives a frame no storage: keep this on the page's own, for as long as its tab is open. `null`: forget it. */
  | { type: "keep"; value: string | null };

/** From the page around to the chat. */
export type FromPage =
  /** The answer to `ready`: what was kept, if anything. */
  | { type: "hello"; kept: string | null }
  /** The panel has been opened or closed. Focus, where it is the chat's, comes to its window by itself. */
  | { type: "shown"; shown: boolean };

export type Marked<T> = T & { mark: typeof MARK };

/** Marks a message as ours. */
export function marked<T extends object>(message: T): Marked<T> {
  return { ...message, mark: MARK };
}

/** Whether what came is one of ours. */
export function isOurs(data: unknown): data is Marked<FromChat | FromPage> {
  return typeof data === "object" && data !== null && (data as { mark?: unknown }).mark === MARK;
}
