/** The desk as an element: draws it, and brings focus where it makes sense. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { speak } from "../texts";
import { Desk, type Focus } from "./desk";
import { countOf } from "./news";
import { addressOf, placeOf, type Place } from "./place";
import { caseView } from "./views/case";
import { endedView } from "./views/ended";
import { figuresView } from "./views/figures";
import { helpView } from "./views/help";
import { alertView } from "./views/parts";
import { queueView } from "./views/queue";
import { repliesView } from "./views/replies";
import { signInView } from "./views/sign-in";
import { topView, warningsView } from "./views/top";
import { windowView } from "./views/window";

/** How often waiting times are said anew. */
const TICK = 5_000;
/** Pixels below what can be seen that still count as seen. */
const NEAR = 60;
/** From here on there is room for a third column. */
const WIDE = "(min-width: 75rem)";

export class EdiDesk extends LitElement {
  private readonly desk: Desk;
  private readonly plain = [...this.children];
  private readonly wide = window.matchMedia(WIDE);
  private wanted: Focus | null = null;
  /** The case whose row in the queue focus goes back to. */
  private row: number | null = null;
  /** Whether the page was changed because a case was left for good. */
  private isSent = false;
  private lines = 0;
  private wasAtEnd = true;

  constructor() {
    super();
    this.desk = new Desk({
      changed: () => {
        this.requestUpdate();
      },
      focus: (where) => {
        this.wanted = where;
        this.requestUpdate();
      },
      go: (place) => {
        this.go(place);
      },
      insert: (text) => {
        void this.insert(text);
      },
    });
    void this.desk.begin(window.location.hash);
  }

  /** Drawn into the page itself, which is ours. */
  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { desk } = this;
    window.addEventListener("hashchange", () => {
      this.turned();
    });
    for (const name of ["online", "offline"]) {
      window.addEventListener(name, () => {
        desk.networked();
      });
    }
    for (const name of ["pointerdown", "keydown"]) {
      document.addEventListener(
        name,
        () => {
          desk.alarm.wake();
        },
        { once: true },
      );
    }
    this.wide.addEventListener("change", () => {
      this.requestUpdate();
    });
    window.setInterval(() => {
      if (desk.phase === "in") this.requestUpdate();
    }, TICK);
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    for (const node of this.plain) node.remove();
    performance.mark("endorinn-ready");
  }

  protected override willUpdate(): void {
    this.wasAtEnd = this.isAtEnd();
    this.desk.hasHelpTab = !this.wide.matches;
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const { texts } = desk;
    if (desk.phase === "looking") return html`<main id="main"><h1 class="visually-hidden">${texts.desk}</h1></main>`;
    if (desk.phase === "out") return signInView(desk);
    return html`
      <a class="ds-skip-link" href="#main" @click=${this.skip}>${texts.skip}</a>
      ${topView(desk)} ${warningsView(desk)}
      <main
        class="columns"
        id="main"
        tabindex="-1"
        data-page=${desk.place.page}
        data-wide=${this.hasAside ? "" : nothing}
      >
        ${queueView(desk)}
        <div class="middle">
          ${desk.place.page === "replies" ? nothing : alertView(desk.trouble, texts)} ${this.page()}
        </div>
        ${this.aside()}
      </main>
      <p class="visually-hidden" role="status">${desk.status}</p>
      ${windowView(desk)}
    `;
  }

  protected override updated(): void {
    const { desk } = this;
    const { texts, queue } = desk;
    const count = queue === null ? 0 : countOf(queue, desk.given);
    speak(desk.machine.liked.language);
    document.title = count === 0 ? texts.title : `(${count}) ${texts.title}`;
    const asked = this.querySelector<HTMLDialogElement>("dialog[data-asking]");
    if (asked && !asked.open) asked.showModal();
    this.followTalk();
    this.bringFocus();
  }

  /** Whether what can be sent stands beside the talk. */
  private get hasAside(): boolean {
    return this.wide.matches && this.desk.opened?.whole != null;
  }

  private page(): TemplateResult {
    const { desk } = this;
    switch (desk.place.page) {
      case "ended":
        return endedView(desk);
      case "replies":
        return repliesView(desk);
      case "figures":
        return figuresView(desk);
      default:
        return desk.opened === null ? html`<p class="choose">${desk.texts.choose}</p>` : caseView(desk, desk.opened);
    }
  }

  private aside(): TemplateResult | typeof nothing {
    const { opened } = this.desk;
    if (!this.hasAside || !opened?.whole) return nothing;
    return html`<aside class="aside" aria-label=${this.desk.texts.tab_help}>
      ${helpView(this.desk, opened, opened.whole)}
    </aside>`;
  }

  /** The address has changed: focus goes to what is shown, or back to the row that it came from. */
  private turned(): void {
    const { desk } = this;
    const from = desk.opened?.id;
    desk.show(window.location.hash);
    const { page } = desk.place;
    this.wanted = page === "queue" || page === "case" ? page : "page";
    this.row = page === "queue" && !this.isSent ? (from ?? null) : null;
    this.isSent = false;
  }

  private bringFocus(): void {
    if (this.wanted === null) return;
    const row = this.row === null ? null : this.querySelector<HTMLElement>(`[data-case="${this.row}"]`);
    const target = row ?? this.querySelector<HTMLElement>(`[data-focus="${this.wanted}"]`);
    if (target === null) return;
    this.wanted = null;
    this.row = null;
    target.focus();
  }

  /** What was said last is in view, unless somebody has scrolled up to read. */
  private followTalk(): void {
    const lines = [...this.querySelectorAll<HTMLElement>(".said-log .line")];
    const isNew = lines.length !== this.lines;
    if (isNew && (this.wasAtEnd || this.lines === 0) && this.desk.opened?.whole?.mine === true) {
      lines.at(-1)?.scrollIntoView({ block: "end" });
    }
    this.lines = lines.length;
  }

  /** Whether the last line is to be seen, or nearly so. */
  private isAtEnd(): boolean {
    const [log, last] = [".said-log", ".said-log .line:last-child"].map((one) => this.querySelector(one));
    if (!log || !last) return true;
    const bottom = Math.min(log.getBoundingClientRect().bottom, window.innerHeight);
    return last.getBoundingClientRect().top < bottom + NEAR;
  }

  private go(place: Place): void {
    const address = addressOf(place);
    if (placeOf(window.location.hash).page === place.page) return;
    this.isSent = true;
    window.location.hash = address;
  }

  /** Puts words where the cursor was last. */
  private async insert(text: string): Promise<void> {
    await this.updateComplete;
    const field = this.querySelector<HTMLTextAreaElement>("#reply");
    if (field === null) return;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before === "" || /\s$/.test(before) ? "" : "\n";
    field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
    this.desk.drafted(field.value);
    field.focus();
  }

  private skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>(this.desk.opened === null ? "#main" : "#case-title")?.focus();
  };
}
