/** The desk of one person: who is signed in, what waits, which case is open. Whoever draws it is told when it changes. */

import { Stream } from "../chat/stream";
import { Alarm } from "./alarm";
import * as api from "./api";
import { Refusal } from "./api";
import { asking, bodyOf, shownName, staysOpen, type Asked, type Asking } from "./asking";
import type { Loaded } from "./loaded";
import { Machine } from "./machine";
import { Given, newsOf } from "./news";
import { Opened, type Tab } from "./opened";
import { Pages } from "./pages";
import { Papers } from "./papers";
import { placeOf, type Place } from "./place";
import { Post } from "./post";
import { deskTextsOf, type DeskLanguage, type DeskTexts } from "./texts";
import { clock } from "./times";
import { Typing } from "../chat/typing";
import type { Card, Case, DeskMessage, Me, Named, Presence, Queue, WaysIn } from "./types";

/** Where focus goes when something has been done. */
export type Focus = "reply" | "queue" | "case" | "page" | "editor" | "trouble";

/** A line that is back within this time was only a pause. */
const PAUSE = 3_000;

export interface DeskEvents {
  changed(): void;
  focus(where: Focus): void;
  /** Another page is to be shown. */
  go(place: Place): void;
  /** Words are to stand in the field of the talk, where the cursor is. */
  insert(text: string): void;
}

export class Desk {
  phase: "looking" | "out" | "in" = "looking";
  /** Whether the session ended while somebody worked. */
  wasLost = false;
  ways: WaysIn | null = null;
  me: Me | null = null;
  queue: Queue | null = null;
  /** Whether the line has been broken for longer than a moment. */
  isBroken = false;
  isOffline = !navigator.onLine;
  /** What went wrong last that has no place of its own. */
  trouble: unknown = null;
  /** What is said politely of what has just happened. */
  status = "";
  place: Place = { page: "queue" };
  opened: Opened | null = null;
  asking: Asking | null = null;
  readonly machine = new Machine();
  readonly alarm = new Alarm(this.machine);
  readonly papers = new Papers();
  private readonly newlyMine = new Given(this.papers);
  readonly pages: Pages;
  readonly post: Post;
  /** Whether what can be sent has no column of its own beside the talk. */
  hasHelpTab = false;
  private stream: Stream | null = null;
  private typing: Typing | null = null;
  /** How far the server's clock is ahead of ours. */
  private ahead = 0;
  private signedIn: (() => void)[] = [];
  private pause = 0;

  constructor(private readonly on: DeskEvents) {
    const changed = (): void => {
      on.changed();
    };
    this.pages = new Pages(this, changed, (where) => {
      on.focus(where);
    });
    this.post = new Post(this.papers, {
      changed,
      arrived: (id, entry) => {
        if (this.opened?.id === id) this.opened.took(entry);
      },
      refused: (id, message, failure) => {
        this.takeBack(id, message, failure);
      },
      signedIn: () => {
        const again = new Promise<void>((resolve) => this.signedIn.push(resolve));
        this.lost();
        return again;
      },
    });
  }

  get texts(): DeskTexts {
    return deskTextsOf(this.machine.liked.language);
  }

  /** The time at the server. */
  get now(): number {
    return Date.now() + this.ahead;
  }

  /** Municipalities in which this person leads. */
  get leads(): Named[] {
    return this.kommunerOf(["leder"]);
  }

  /** Municipalities whose desk this person sits at. */
  get serves(): Named[] {
    return this.kommunerOf(["leder", "koordinator"]);
  }

  /** Cases that a colleague has given to this person and that they have not opened. */
  get given(): Case[] {
    return this.queue === null ? [] : this.newlyMine.of(this.queue);
  }

  /** The name under which families have seen this person last. */
  get shown(): string {
    return this.me === null ? "" : this.machine.shownOf(this.me.id);
  }

  /** When something was, as it is said here. */
  clock(at: string | null): string {
    return at === null ? "" : clock(at, this.now);
  }

  redraw(): void {
    this.on.changed();
  }

  /** Says something politely. */
  say(status: string): void {
    this.status = status;
    this.on.changed();
  }

  beIn(language: DeskLanguage): void {
    this.machine.like({ language });
    this.on.changed();
  }

  showTab(tab: Tab): void {
    if (this.opened !== null) this.opened.tab = tab;
    this.on.changed();
  }

  /** Puts words into the field of the talk, where they can be changed before they are sent. */
  insert(text: string): void {
    this.showTab("talk");
    this.on.insert(text);
  }

  /** The network has come or gone. */
  networked(): void {
    this.isOffline = !navigator.onLine;
    if (!this.isOffline) this.hurry();
    this.on.changed();
  }

  /** Finds out who is there. */
  async begin(hash: string): Promise<void> {
    this.place = placeOf(hash);
    try {
      this.enter(await api.me());
    } catch (error) {
      if (!(error instanceof Refusal) || !error.isGone) this.trouble = error;
      await this.beOut();
    }
  }

  /** Whether it went. */
  async signIn(login: string, password: string): Promise<boolean> {
    this.trouble = null;
    try {
      this.enter(await api.signIn(login, password));
      return true;
    } catch (error) {
      this.trouble = error;
      this.on.changed();
      this.on.focus("trouble");
      return false;
    }
  }

  async signOut(): Promise<void> {
    try {
      await api.signOut();
    } catch (error) {
      if (!(error instanceof Refusal) || !error.isGone) {
        this.failed(error);
        return;
      }
    }
    this.leave();
    this.putAway();
    this.papers.clear();
    this.machine.forgetName();
    await this.beOut();
  }

  async bePresent(state: Presence, text: string): Promise<boolean> {
    try {
      this.me = await api.bePresent(state, text);
      this.status = this.texts.presence_saved;
      this.on.changed();
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** Shows another page. */
  show(hash: string): void {
    this.place = placeOf(hash);
    this.trouble = null;
    if (this.phase === "in") this.turn();
    this.on.changed();
  }

  /** Tries everything that waits at once. */
  hurry(): void {
    this.post.hurry();
    this.stream?.hurry();
    this.opened?.hurry();
  }

  /** Fetches what a page shows; a session that is gone is noticed there too. */
  async load<T>(into: Loaded<T>, fetching: Promise<T>): Promise<void> {
    const error = await into.load(fetching);
    if (error instanceof Refusal && error.isGone) this.lost();
  }

  /** Does something that is no part of a case; whether it was done. */
  async done(doing: Promise<unknown>): Promise<boolean> {
    this.trouble = null;
    try {
      await doing;
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** Words in the field of the talk. */
  drafted(text: string): void {
    if (this.opened === null) return;
    this.papers.change(this.opened.id, { draft: text });
    this.typing?.typed(text);
    this.on.changed();
  }

  noted(text: string): void {
    if (this.opened !== null) this.papers.change(this.opened.id, { note: text });
  }

  /** Sends what stands in the field. */
  send(): void {
    const opened = this.opened;
    if (opened === null) return;
    const text = this.papers.sheet(opened.id).draft.trim();
    if (text === "") return;
    this.papers.change(opened.id, { draft: "" });
    this.sendWords(opened, text, null);
  }

  sendCard(text: string, card: Card): void {
    if (this.opened !== null) this.sendWords(this.opened, text, card);
    this.status = this.texts.card_sent;
    this.on.changed();
  }

  async note(): Promise<void> {
    const opened = this.opened;
    if (opened === null) return;
    const text = this.papers.sheet(opened.id).note.trim();
    if (text !== "" && (await opened.act("notes", { text }))) {
      this.papers.change(opened.id, { note: "" });
      this.on.changed();
    }
  }

  async claim(name: string): Promise<void> {
    const { opened } = this;
    if (opened === null) return;
    this.showAs(name);
    if (await this.taking(opened, "claim", { name: shownName(name) })) this.settle();
    else this.on.focus("trouble");
  }

  ask(what: Asked): void {
    const whole = this.opened?.whole;
    if (!whole) return;
    this.asking = asking(what, whole, this.shown);
    this.on.changed();
  }

  stopAsking(): void {
    this.asking = null;
    this.on.changed();
  }

  /** Looks for services that the family may be passed on to. */
  async findServices(): Promise<void> {
    const { asking: asked, opened } = this;
    if (asked === null || opened === null || asked.values.search.trim() === "") return;
    asked.isBusy = true;
    this.on.changed();
    try {
      const { services } = await api.search(opened.id, asked.values.search.trim());
      asked.services = services.map(({ id, name }) => ({ id, name }));
      asked.trouble = null;
      this.status = this.texts.found_none;
      if (services.length > 0) this.status = "";
    } catch (error) {
      asked.trouble = error;
      if (error instanceof Refusal && error.isGone) this.lost();
    }
    asked.isBusy = false;
    this.on.changed();
  }

  /** Does what was asked. */
  async answer(): Promise<void> {
    const { asking: asked, opened } = this;
    const body = asked && bodyOf(asked);
    if (!asked || !body || !opened || asked.isBusy) return;
    asked.isBusy = true;
    const isDone = await this.taking(opened, asked.what, body);
    asked.isBusy = false;
    if (!isDone) {
      // After signing in again the same button is pressed once more.
      asked.trouble = this.phase === "in" ? opened.trouble : null;
      opened.trouble = null;
      this.on.changed();
      return;
    }
    this.asking = null;
    this.status = this.texts[`done_${asked.what.replaceAll("-", "_") as "close"}`];
    if (asked.what === "take-over" || asked.what === "name") this.showAs(asked.values.name);
    if (staysOpen(asked.what)) this.settle();
    else {
      this.on.go({ page: "queue" });
      this.on.focus("queue");
    }
    this.on.changed();
  }

  async search(): Promise<void> {
    const opened = this.opened;
    if (opened === null) return;
    if (opened.words.trim() !== "") await this.load(opened.found, api.search(opened.id, opened.words.trim()));
    else {
      opened.found.clear(); // What is suggested stands there again.
      this.on.changed();
    }
  }

  /** The session is gone: somebody has to sign in again, and finds everything as it was. */
  lost(): void {
    if (this.phase !== "in") return;
    this.wasLost = true;
    this.leave();
    void this.beOut();
  }

  private enter(me: Me): void {
    if (this.papers.areOfAnother(me.id)) this.clearDesk();
    this.me = me;
    this.phase = "in";
    this.wasLost = false;
    this.trouble = null;
    this.papers.belongTo(me.id);
    this.follow();
    this.turn();
    this.post.resume();
    const waiting = this.signedIn.splice(0);
    for (const go of waiting) go();
    this.on.changed();
    this.on.focus(this.place.page === "case" ? "case" : "queue");
  }

  /** Somebody else sits down: what was another's neither goes out in their name nor stands open before them. */
  private clearDesk(): void {
    this.putAway();
    if (this.place.page !== "case") return;
    this.place = { page: "queue" };
    this.on.go(this.place);
  }

  private putAway(): void {
    this.post.clear();
    this.newlyMine.clear();
    this.asking = null;
  }

  private leave(): void {
    this.stream?.stop();
    this.stream = null;
    this.opened?.stop();
    this.opened = null;
    this.typing = null;
    this.queue = null;
    this.pages.clear();
  }

  private async beOut(): Promise<void> {
    this.phase = "out";
    this.me = null;
    this.on.changed();
    try {
      this.ways ??= await api.waysIn();
    } catch (error) {
      this.trouble = error;
    }
    this.on.changed();
  }

  private follow(): void {
    this.stream?.stop();
    this.stream = new Stream(api.followQueue, {
      said: () => undefined,
      told: (kind, data) => {
        if (kind === "gone") this.lost();
        if (kind === "queue") this.took(data as Queue);
      },
      caughtUp: () => undefined,
      connected: (is) => {
        this.connected(is);
      },
      gone: () => {
        void this.done(api.queue()); // Which says why.
      },
    });
    this.stream.start();
  }

  private connected(is: boolean): void {
    if (is) {
      window.clearTimeout(this.pause);
      this.pause = 0;
      this.isBroken = false;
      this.post.hurry();
      this.on.changed();
    } else if (this.pause === 0) {
      this.pause = window.setTimeout(() => {
        this.isBroken = this.phase === "in";
        this.on.changed();
      }, PAUSE);
    }
  }

  private took(queue: Queue): void {
    const news = newsOf(this.queue, queue, this.newlyMine.of(queue));
    this.queue = queue;
    this.newlyMine.took(queue, this.opened?.id ?? null);
    this.ahead = Date.parse(queue.at) - Date.now();
    if (Number.isNaN(this.ahead)) this.ahead = 0;
    if (news !== null) {
      this.alarm.ring(news, this.texts);
      this.status = this.texts[`news_${news}`];
    }
    this.on.changed();
  }

  /** Opens the case that the address names, and no other. */
  private turn(): void {
    this.pages.turn(this.place.page);
    const id = this.place.page === "case" ? this.place.id : null;
    if (this.opened?.id === id) return;
    this.opened?.stop();
    this.typing?.stop();
    this.opened = null;
    if (this.asking?.id !== id) this.asking = null;
    if (id === null) return;
    if (this.queue !== null) this.newlyMine.took(this.queue, id);
    const opened = new Opened(id, {
      changed: () => {
        this.readyHelp(opened);
        this.on.changed();
      },
      lost: () => {
        this.lost();
      },
    });
    this.typing = new Typing((is) => {
      api.typing(id, is).catch(() => undefined); // It is said again within seconds.
    });
    this.opened = opened;
    void opened.start();
  }

  /** Replies that lie ready, and cards that suit what the family has told, are there as soon as one can write. */
  private readyHelp({ id, whole, replies, suggested }: Opened): void {
    if (whole?.may.includes("write") !== true) return;
    const tells = whole.summary.needs.length + whole.summary.services.length > 0;
    if (!replies.isAsked) void this.load(replies, api.replies(whole.kommune.id));
    if (tells && !suggested.isAsked) void this.load(suggested, api.suggestions(id));
  }

  /** Does something with the case; where that is taking it, it comes from no colleague. */
  private async taking(opened: Opened, what: string, body: object): Promise<boolean> {
    const isTaken = what === "claim" || what === "take-over";
    if (isTaken) this.newlyMine.takes(opened.id);
    const isDone = await opened.act(what, body);
    if (isTaken && !isDone) this.newlyMine.missed(opened.id);
    return isDone;
  }

  private showAs(name: string): void {
    if (this.me !== null) this.machine.show(this.me.id, name.trim());
  }

  /** After a case has become this person's: on to the talk. */
  private settle(): void {
    if (this.opened === null) return;
    this.opened.tab = "talk";
    this.opened.showsSummary = null;
    this.on.changed();
    this.on.focus(this.opened.may("write") ? "reply" : "case");
  }

  private sendWords(opened: Opened, text: string, card: Card | null): void {
    this.typing?.stop();
    opened.trouble = null;
    this.post.send(opened.id, text, card, opened.last);
    this.on.changed();
  }

  /** What the server does not take stands in the field again, before what has been written since, with the reason. */
  private takeBack(id: number, message: DeskMessage, failure: unknown): void {
    const { draft } = this.papers.sheet(id);
    this.papers.change(id, { draft: [message.text, draft].filter(Boolean).join("\n") });
    if (this.opened?.id === id) this.opened.trouble = failure;
    else this.trouble = failure;
    this.on.changed();
  }

  private failed(error: unknown): void {
    if (error instanceof Refusal && error.isGone) this.lost();
    else this.trouble = error;
    this.on.changed();
  }

  private kommunerOf(roles: readonly string[]): Named[] {
    const ids = this.me?.grants.filter(({ role }) => roles.includes(role)).map(({ kommune }) => kommune) ?? [];
    return this.me?.kommuner.filter(({ id }) => ids.includes(id)) ?? [];
  }
}
