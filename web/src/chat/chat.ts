/** The chat as an element: what is drawn, and what the person can do. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Actions } from "../answer/actions";
import { deskOf, type Desk } from "../handover/shapes";
import { Asking, type Asks } from "../handover/asking";
import { fill, isLanguage, speak, textsOf, type Language, type Texts } from "../texts";
import { Failure, type Key, type Trouble } from "./api";
import { composer, FIELD, MOST } from "./composer";
import { Conversation } from "./conversation";
import { asPlainText, copyText, mailAddress, printElement } from "./export";
import { frameOf, type Frame } from "./frame";
import { header } from "./header";
import { Keeping } from "./keeping";
import { log } from "./log";
import { isRole, setupOf, type Role, type Setup } from "./setup";
import { troubleText } from "./trouble";

/** A line that is back within this time was only a pause. */
const PAUSE = 3_000;

export class EdiChat extends LitElement {
  static override properties = {
    status: { state: true },
    draft: { state: true },
    editing: { state: true },
    chosen: { state: true },
  };

  declare private status: string;
  declare private draft: string;
  /** The message that is being edited. */
  declare private editing: string | null;
  /** The language that was chosen in the menu. */
  declare private chosen: Language | null;

  readonly setup: Setup;
  readonly conversation: Conversation;
  private readonly frame: Frame | null;
  private readonly actions: Actions;
  private readonly plain = [...this.children];
  /** The quick exit was pressed: nothing is drawn any more. */
  private hasLeft = false;
  private isShown = true;
  /** Something came that was not seen yet: this tab is behind another. */
  private isUnseen = false;
  private pause = 0;
  private readonly asking = new Asking(this, () => this);

  constructor() {
    super();
    this.status = "";
    this.draft = "";
    this.editing = null;
    this.chosen = null;
    this.setup = setupOf(this);
    this.frame = frameOf(this.setup.panel);
    const keeping = new Keeping(`endorinn:${this.setup.kommune}`, this.frame);
    this.conversation = new Conversation(this.setup, keeping, {
      changed: () => {
        this.changed();
      },
      answered: () => {
        this.announceUnread();
      },
      ledToPerson: () => {
        if (this.canAsk) void this.openPerson("here");
      },
      said: () => {
        void this.showLast();
      },
      unreadable: () => {
        this.status = this.texts.unreadable;
      },
      refused: (text, trouble, replaces) => {
        this.takeBack(text, trouble);
        this.editing = replaces ?? null;
      },
      forgotten: () => {
        this.asking.clear();
        this.status = this.texts.forgotten;
      },
    });
    const reaches = (): boolean => this.hasDesk;
    const toPerson = (): void => {
      this.toPerson();
    };
    this.actions = {
      get person() {
        return reaches() ? toPerson : null;
      },
      say: (text) => {
        this.say(text);
      },
      copy: (text) => {
        void this.copy(text);
      },
      print: printElement,
      mail: (text) => {
        this.mail(text);
      },
      learn: () => this.conversation.learn(),
    };
    void this.begin(keeping);
  }

  /** The language of the interface: the one that was chosen, or the person's own written standard. */
  private get language(): Language {
    return this.chosen ?? this.conversation.language;
  }

  /** What is said where there is nothing else to say. */
  private get restingStatus(): string {
    return navigator.onLine ? "" : this.texts.offline;
  }

  get texts(): Texts {
    return textsOf(this.language);
  }

  /** The municipality's desk, as far as is known. */
  private get desk(): Desk {
    return this.conversation.handover.view?.desk ?? deskOf(this.setup.desk);
  }

  /** Whether a person can be reached from this conversation. */
  private get hasDesk(): boolean {
    return this.desk.exists && this.conversation.handover.state !== "closed";
  }

  /** Whether a person can be asked for now. */
  private get canAsk(): boolean {
    return this.hasDesk && this.conversation.handover.state === "assistant";
  }

  /** Drawn into the page itself, which is ours: labels, styles and printing work as in any page. */
  protected override createRenderRoot(): this {
    return this;
  }

  /** The plain page goes once the chat stands; where that fails, the plain page stays. */
  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.takeOver();
    for (const node of this.plain) node.remove();
    this.watchTop();
    performance.mark("endorinn-ready");
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.hasLeft) return nothing;
    const { texts, setup, conversation } = this;
    const { handover } = conversation;
    return html`
      <a class="ds-skip-link" href="#${FIELD}" @click=${this.skip}>${texts.skip}</a>
      ${header({
        texts,
        setup,
        language: this.language,
        canClose: this.frame !== null,
        choose: (language) => {
          this.choose(language);
        },
        leave: (event) => {
          this.leave(event);
        },
        close: () => this.frame?.tell({ type: "close" }),
        copy: () => {
          void this.copy(this.wholeTalk());
        },
        print: () => {
          window.print();
        },
        mail: () => {
          this.mail(this.wholeTalk());
        },
        forget: () => this.forget(),
        isBegun: conversation.isBegun,
      })}
      <main>
        ${log({
          texts,
          setup,
          language: this.language,
          talk: conversation.talk,
          handover,
          isCaughtUp: conversation.isCaughtUp,
          isBegun: conversation.isBegun,
          hasDesk: this.desk.exists,
          role: conversation.role,
          actions: this.actions,
          beRole: (role: Role) => {
            conversation.beRole(role);
          },
          edit: () => {
            this.edit();
          },
          tryAgain: () => {
            conversation.hurry();
            void this.focusLast();
          },
        })}
        <p class="status" role="status">${this.status || nothing}</p>
        ${this.asking.view()}
        ${composer({
          texts,
          draft: this.draft,
          isEditing: this.editing !== null,
          isBegun: conversation.isBegun,
          isHidden: this.asking.isOpen,
          isLive: handover.isLive,
          isClosed: handover.state === "closed",
          person: this.canAsk
            ? () => {
                void this.openPerson("here");
              }
            : null,
          standing: this.standing(),
          typed: (text) => {
            this.draft = text;
            handover.typed(text);
          },
          send: () => {
            this.send();
          },
          cancel: () => {
            this.stopEditing();
          },
        })}
      </main>
    `;
  }

  protected override updated(): void {
    if (this.hasLeft) return;
    speak(this.language);
    const title = fill(this.texts.page_title, { place: this.setup.name });
    document.title = this.isUnseen ? `● ${title}` : title;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("offline", () => {
      this.status = this.texts.offline;
    });
    window.addEventListener("online", () => {
      this.status = this.texts.online;
    });
    document.addEventListener("visibilitychange", () => {
      this.isUnseen = false;
      this.requestUpdate();
    });
    document.addEventListener("keydown", (event) => {
      const isOurs = event.key === "Escape" && !event.isComposing && !event.defaultPrevented;
      if (isOurs && this.asking.isOpen) {
        this.asking.close(false);
        return;
      }
      if (isOurs && !document.querySelector(":popover-open, dialog[open]")) {
        this.frame?.tell({ type: "close" });
      }
    });
  }

  /** What was written, chosen and told on the plain page before the chat stood is not lost. */
  private takeOver(): void {
    const field = this.inPlain("textarea[name=text]");
    const role = this.inPlain("input[name=role]:checked, input[name=role][type=hidden]")?.value;
    if (field?.value) this.draft = field.value;
    if (isRole(role)) this.conversation.beRole(role);
    this.status = this.inPlain(".fault, .news")?.textContent.trim() ?? "";
    if (field && field === document.activeElement) this.focusField();
  }

  /** The conversation that was begun on the plain page, if any. */
  private plainKey(): Key | null {
    const value = (name: string): string => this.inPlain(`input[name=${name}]`)?.value ?? "";
    const [id, token] = [value("conversation"), value("token")];
    return id === "" || token === "" ? null : { id, token };
  }

  private inPlain(selector: string): HTMLInputElement | undefined {
    const found = this.plain.map((node) => node.querySelector<HTMLInputElement>(selector));
    return found.find((one) => one !== null) ?? undefined;
  }

  private async begin(keeping: Keeping): Promise<void> {
    const { frame } = this;
    const begun = this.plainKey();
    if (frame) {
      frame.onShown = (shown) => {
        this.shown(shown);
      };
    }
    const lent = frame ? await frame.greet(fill(this.texts.page_title, { place: this.setup.name })) : null;
    const kept = await keeping.find(lent);
    this.conversation.resume(begun === null ? kept : { ...kept, key: begun });
  }

  private changed(): void {
    this.requestUpdate();
    if (this.asking.isOpen && this.conversation.handover.state === "closed") this.asking.close(false);
    window.clearTimeout(this.pause);
    if (this.conversation.isConnected) {
      if (this.status === this.texts.reconnecting) this.status = "";
    } else {
      this.pause = window.setTimeout(() => {
        this.status = this.restingStatus || this.texts.reconnecting;
      }, PAUSE);
    }
  }

  private say(text: string): void {
    this.status = this.restingStatus;
    // A topic goes when it is pressed: focus goes on to what it said.
    const goes = document.activeElement?.closest(".starts") != null;
    this.conversation.write(text);
    if (goes) void this.focusLast();
  }

  private send(): void {
    if (this.conversation.handover.state === "closed") {
      this.status = this.texts.closed_lead;
      return;
    }
    const text = this.draft.trim();
    if (text === "" || text.length > MOST) {
      this.status = text === "" ? this.texts.empty : this.texts.too_long;
      return;
    }
    this.status = this.restingStatus;
    this.draft = "";
    const replaces = this.editing ?? undefined;
    this.editing = null;
    this.conversation.write(text, replaces);
  }

  private edit(): void {
    const last = this.conversation.talk.lastMine;
    if (last === undefined) return;
    this.editing = last.id;
    this.draft = last.text;
    this.focusField();
  }

  private stopEditing(): void {
    this.editing = null;
    this.draft = "";
    this.focusField();
  }

  /** What the server cannot use stands in the field again, with the reason. */
  private takeBack(text: string, trouble: Trouble): void {
    this.draft = [text, this.draft].filter(Boolean).join("\n");
    this.status = `${troubleText(this.texts, trouble)} ${this.texts.way_on}`;
  }

  private standing(): TemplateResult {
    const given = {
      texts: this.texts,
      setup: this.setup,
      handover: this.conversation.handover,
      callBack: () => {
        void this.openPerson("callback");
      },
      wait: () => {
        void this.openPerson("here");
      },
      startOver: () => {
        this.startOver();
      },
    };
    return html`<edi-standing .given=${given}></edi-standing>`;
  }

  /** To a person: by asking for one, or by what was asked for already. */
  private toPerson(): void {
    if (this.canAsk) void this.openPerson("here");
    else this.querySelector<HTMLElement>(".standing")?.focus();
  }

  private async openPerson(asks: Asks): Promise<void> {
    this.status = this.restingStatus;
    try {
      await this.asking.open(asks);
    } catch {
      this.status = this.texts.person_unreached;
    }
  }

  /** The conversation has ended; what stands in the field is taken along to a new one. */
  private startOver(): void {
    this.conversation.startOver();
    this.asking.clear();
    this.status = this.texts.started_over;
    this.focusField();
  }

  private choose(language: string): void {
    if (!isLanguage(language)) return;
    this.chosen = language;
    this.conversation.language = language;
  }

  private async forget(): Promise<void> {
    try {
      await this.conversation.forget();
      this.editing = null;
      this.draft = "";
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.status = this.texts.not_forgotten;
    }
    this.focusField();
  }

  /** Nothing of it is to be seen from now on, even while the other page is slow to come. */
  private leave(event: Event): void {
    event.preventDefault();
    document.documentElement.classList.add("left");
    document.title = " ";
    this.hasLeft = true;
    this.conversation.abandon();
    if (this.frame?.isKnown === true) this.frame.tell({ type: "leave", to: this.setup.leave });
    else (window.top ?? window).location.replace(this.setup.leave);
  }

  private async copy(text: string): Promise<void> {
    const done = await copyText(text);
    this.status = "";
    await this.updateComplete; // Said twice, it is to be heard twice.
    this.status = done ? this.texts.copied : this.texts.not_copied;
  }

  private mail(text: string): void {
    const subject = fill(this.texts.mail_subject, { place: this.setup.name });
    window.location.href = mailAddress(subject, text, this.texts.mail_cut);
  }

  private wholeTalk(): string {
    return asPlainText(this.conversation.talk.entries, this.texts);
  }

  private shown(shown: boolean): void {
    this.isShown = shown;
    if (shown) this.frame?.tell({ type: "unread", unread: false });
  }

  private announceUnread(): void {
    this.isUnseen = document.visibilityState === "hidden";
    if (!this.isShown) this.frame?.tell({ type: "unread", unread: true });
  }

  /** The beginning of what was said last comes into view: an answer may be longer than the screen. */
  private async showLast(): Promise<void> {
    await this.updateComplete;
    if (this.asking.isOpen) return;
    const last = this.querySelector(".talk > :last-child");
    if (last?.matches(".person, .event") === true) last.scrollIntoView({ block: "nearest" });
    else this.querySelector(".mine[data-last=true]")?.scrollIntoView({ block: "start" });
  }

  /** Focus on what was written last, where what had it is gone. */
  private async focusLast(): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(".mine[data-last=true]")?.focus({ preventScroll: true });
  }

  /** What comes into view does so below the top of the page and over the field, however high they are. */
  private watchTop(): void {
    const parts = [".top", ".numbers"].map((one) => this.querySelector(one)).filter((one) => one !== null);
    const foot = this.querySelector(".write");
    const measure = (): void => {
      const height = Math.max(...parts.map((part) => part.getBoundingClientRect().height));
      document.documentElement.style.setProperty("--top-height", `${Math.ceil(height)}px`);
      const below = foot?.getBoundingClientRect().height ?? 0;
      document.documentElement.style.setProperty("--foot-height", `${Math.ceil(below)}px`);
    };
    const observer = new ResizeObserver(measure);
    for (const part of [...parts, foot]) if (part !== null) observer.observe(part);
  }

  private skip = (event: Event): void => {
    event.preventDefault();
    this.focusField();
  };

  private focusField(): void {
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>(`#${FIELD}`)?.focus();
    });
  }
}
