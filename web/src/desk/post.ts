/** Messages to families on their way: an outbox for each case, kept until the server has what lies in it. */

import { newId } from "../chat/id";
import { Outbox } from "../chat/outbox";
import type { Failure, Trouble } from "../chat/api";
import * as api from "./api";
import type { Papers } from "./papers";
import type { Card, DeskMessage, Entry } from "./types";

export interface PostEvents {
  changed(): void;
  /** The server has a message, and this is its place in the talk. */
  arrived(id: number, entry: Entry): void;
  /** The server does not take it; its words go back to whoever wrote them. */
  refused(id: number, message: DeskMessage, failure: Failure): void;
  /** The session is gone; resolved when somebody is signed in again. */
  signedIn(): Promise<unknown>;
}

export class Post {
  private readonly boxes = new Map<number, Outbox<DeskMessage, Entry>>();

  constructor(
    private readonly papers: Papers,
    private readonly on: PostEvents,
  ) {}

  /** Goes on with what was not sent when the page was left. */
  resume(): void {
    for (const id of this.papers.unsent) if (!this.boxes.has(id)) this.box(id).add(...this.papers.sheet(id).unsent);
  }

  /** Sends words, and a card with them where there is one; `after`: the last that was said. */
  send(id: number, text: string, card: Card | null, after: number): void {
    this.box(id).add({ id: newId(), text, card, after });
  }

  /** What is not sent yet, the first to be sent first. */
  unsent(id: number): readonly DeskMessage[] {
    return this.boxes.get(id)?.unsent ?? [];
  }

  /** Why all that waits does so, where the first of it has been tried; else null. */
  trouble(id: number): Trouble | null {
    return this.boxes.get(id)?.trouble ?? null;
  }

  /** Tries everything at once. */
  hurry(): void {
    for (const box of this.boxes.values()) box.hurry();
  }

  /** Sends nothing more: somebody has signed out, or somebody else has signed in. */
  clear(): void {
    for (const box of this.boxes.values()) box.clear();
    this.boxes.clear();
  }

  private box(id: number): Outbox<DeskMessage, Entry> {
    const known = this.boxes.get(id);
    if (known !== undefined) return known;
    const refused = (message: DeskMessage, failure: Failure): void => {
      this.on.refused(id, message, failure);
    };
    const box: Outbox<DeskMessage, Entry> = new Outbox<DeskMessage, Entry>({
      send: (message) => api.write(id, message),
      changed: () => {
        this.papers.change(id, { unsent: [...box.unsent] });
        this.on.changed();
      },
      arrived: (_, entry) => {
        this.on.arrived(id, entry);
      },
      delayed: () => {
        this.on.changed();
      },
      withdrawn: refused,
      refused: (message, _, failure) => {
        refused(message, failure);
      },
      homeless: () => {
        box.hold(this.on.signedIn());
      },
    });
    this.boxes.set(id, box);
    return box;
  }
}

/** The messages that the talk does not show yet: the line may bring one before its sending is answered. */
export function missing(unsent: readonly DeskMessage[], entries: readonly Entry[]): DeskMessage[] {
  const taken = new Set<number>();
  return unsent.filter((message) => {
    const shown = entries.find((entry) => !taken.has(entry.number) && isSame(message, entry));
    if (shown !== undefined) taken.add(shown.number);
    return shown === undefined;
  });
}

function isSame(message: DeskMessage, entry: Entry): boolean {
  if (entry.kind !== "coordinator") return false;
  if (typeof entry.id === "string") return entry.id === message.id;
  return entry.number > message.after && entry.text === message.text;
}
