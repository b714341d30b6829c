/**
 * What the browser keeps of a conversation: its key and what is not sent yet, never what was answered.
 *
 * It lasts as long as a tab is open (`sessionStorage`): on a family's shared machine the next one finds nothing. Tabs that
 * are open at the same time share it through a channel of their own.
 */

import type { Key, NewMessage } from "./api";
import type { Role } from "./setup";

export interface Kept {
  key: Key | null;
  role: Role;
  /** Messages that the server does not have yet, the first to be sent first. */
  unsent: NewMessage[];
}

/** Where the page around a frame keeps what the browser lets the frame itself not keep. */
export interface Lender {
  keep(value: string | null): void;
}

/** What tabs say to each other. */
type Said = { asks: true } | { has: Key; role: Role } | { forgot: string };

const ANSWER_TIME = 150;
const NOTHING: Kept = { key: null, role: "ukjent", unsent: [] };

export class Keeping {
  private kept: Kept = NOTHING;
  private isClosed = false;
  /** Until then whoever looks is told by `find`, and not by `onFound` too. */
  private isFound = false;
  private readonly channel: BroadcastChannel | null;
  /** Another tab has started a conversation, and this one had none. */
  onFound: (kept: Kept) => void = () => undefined;
  /** Another tab has forgotten the conversation. */
  onForgotten: () => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly lender: Lender | null,
  ) {
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
    this.channel?.addEventListener("message", ({ data }: MessageEvent<Said>) => {
      this.hear(data);
    });
  }

  /** What is kept, here, by the page around (`lent`), or by another tab. */
  async find(lent: string | null): Promise<Kept> {
    // What the page around has kept counts only where there is no storage of our own: it could be anybody's.
    const { storage } = this;
    this.kept = read(storage === null ? lent : storage.getItem(this.name)) ?? NOTHING;
    if (this.kept.key === null) await this.askOthers();
    this.isFound = true;
    return this.kept;
  }

  /** Keeps this from now on. */
  save(kept: Kept): void {
    if (this.isClosed) return;
    const isNew = kept.key !== null && kept.key.id !== this.kept.key?.id;
    this.kept = kept;
    if (kept.key === null && kept.unsent.length === 0) this.erase();
    else this.write();
    if (isNew && kept.key !== null) this.tell({ has: kept.key, role: kept.role });
  }

  /** Keeps nothing any more, in no tab. */
  clear(): void {
    const gone = this.kept.key;
    this.kept = { ...NOTHING, role: this.kept.role };
    this.erase();
    if (gone !== null) this.tell({ forgot: gone.id });
  }

  /** Keeps nothing any more, whatever comes: the page is being left. */
  close(): void {
    this.clear();
    this.isClosed = true;
  }

  /** The tab's own storage; none where the browser gives a frame none. */
  private get storage(): Storage | null {
    try {
      return sessionStorage.length >= 0 ? sessionStorage : null;
    } catch {
      return null;
    }
  }

  private async askOthers(): Promise<void> {
    if (this.channel === null) return;
    this.tell({ asks: true });
    const until = Date.now() + ANSWER_TIME;
    while (this.kept.key === null && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  private hear(said: Said): void {
    const { key, role } = this.kept;
    if ("asks" in said) {
      if (key !== null) this.tell({ has: key, role });
    } else if ("has" in said) {
      if (key === null) this.take({ key: said.has, role: said.role, unsent: this.kept.unsent });
    } else if (said.forgot === key?.id) {
      this.kept = { ...NOTHING, role };
      this.erase();
      this.onForgotten();
    }
  }

  private take(kept: Kept): void {
    this.kept = kept;
    this.write();
    if (this.isFound) this.onFound(kept);
  }

  private tell(said: Said): void {
    this.channel?.postMessage(said);
  }

  private write(): void {
    const { storage } = this;
    // The page around may read what it keeps: the key, but no words.
    if (storage === null) this.lender?.keep(JSON.stringify({ ...this.kept, unsent: [] }));
    else storage.setItem(this.name, JSON.stringify(this.kept));
  }

  private erase(): void {
    this.storage?.removeItem(this.name);
    this.lender?.keep(null);
  }
}

function read(value: string | null): Kept | null {
  try {
    const kept = JSON.parse(value ?? "null") as Partial<Kept> | null;
    if (kept === null) return null;
    return {
      key: kept.key ?? null,
      role: kept.role ?? "ukjent",
      unsent: Array.isArray(kept.unsent) ? kept.unsent : [],
    };
  } catch {
    return null;
  }
}
