/** The pages beside the queue: what is over, replies that lie ready, figures. */

import * as api from "./api";
import type { Focus } from "./desk";
import { Loaded } from "./loaded";
import type { Place } from "./place";
import type { Case, Figures, Named, Reply } from "./types";

/** What the pages need of the desk that they belong to. */
export interface Owner {
  readonly leads: Named[];
  readonly serves: Named[];
  load<T>(into: Loaded<T>, fetching: Promise<T>): Promise<void>;
  done(doing: Promise<unknown>): Promise<boolean>;
}

/** A reply that is being written; without an id it is new. */
export type Editing = Omit<Reply, "id"> & { id: number | null };

export class Pages {
  readonly ended: Loaded<Case[]>;
  readonly replies: Loaded<Reply[]>;
  readonly figures: Loaded<Figures>;
  weeks = 12;
  editing: Editing | null = null;
  /** The reply that is to be thrown away, once that has been asked. */
  removing: number | null = null;
  private chosen = "";
  private page: Place["page"] = "queue";

  constructor(
    private readonly owner: Owner,
    private readonly changed: () => void,
    private readonly focus: (where: Focus) => void,
  ) {
    this.ended = new Loaded<Case[]>(changed);
    this.replies = new Loaded<Reply[]>(changed);
    this.figures = new Loaded<Figures>(changed);
  }

  /** The municipality whose page it is: the one that was chosen, where it can be. */
  get kommune(): string {
    const offered = this.page === "figures" ? this.owner.leads : this.owner.serves;
    return (offered.find(({ id }) => id === this.chosen) ?? offered[0])?.id ?? "";
  }

  /** Another page is shown. */
  turn(page: Place["page"]): void {
    this.page = page;
    this.editing = null;
    this.removing = null;
    this.load();
  }

  choose(kommune: string): void {
    this.chosen = kommune;
    this.editing = null;
    this.load();
  }

  chooseWeeks(weeks: number): void {
    this.weeks = weeks;
    this.load();
  }

  edit(reply: Editing | null): void {
    this.editing = reply === null ? null : { ...reply };
    this.removing = null;
    this.changed();
    this.focus(reply === null ? "page" : "editor");
  }

  remove(id: number | null): void {
    this.removing = id;
    this.changed();
  }

  async saveReply(): Promise<void> {
    if (this.editing === null) return;
    const { id, title, nb, nn } = this.editing;
    const reply = { kommune: this.kommune, title: title.trim(), nb: nb.trim(), nn: nn.trim() };
    if (!(await this.owner.done(api.saveReply(id, reply)))) return;
    this.edit(null);
    this.load();
  }

  async removeReply(id: number): Promise<void> {
    this.removing = null;
    if (await this.owner.done(api.dropReply(id))) this.load();
    this.focus("page");
  }

  clear(): void {
    for (const held of [this.ended, this.replies, this.figures]) held.clear();
  }

  private load(): void {
    const { kommune, owner } = this;
    if (kommune === "") return;
    if (this.page === "ended") void owner.load(this.ended, api.ended(kommune));
    if (this.page === "replies") void owner.load(this.replies, api.replies(kommune));
    if (this.page === "figures") void owner.load(this.figures, api.figures(kommune, this.weeks));
  }
}
