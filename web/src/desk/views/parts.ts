/** Small pieces that many views share. */

import { html, nothing, type TemplateResult } from "lit";

import type { Drawn } from "../../answer/wording";
import { fill, LANGUAGES } from "../../texts";
import { named, troubleOf, type DeskTexts } from "../texts";
import type { Case } from "../types";

export interface ButtonGiven {
  variant?: "primary" | "secondary" | "tertiary";
  color?: "danger" | "accent" | "neutral";
  isBusy?: boolean;
  describedBy?: string;
}

export function button(said: string | TemplateResult, press: () => void, given: ButtonGiven = {}): TemplateResult {
  const { variant = "secondary", color, isBusy = false, describedBy } = given;
  return html`<button
    type="button"
    class="ds-button"
    data-variant=${variant}
    data-size="sm"
    data-color=${color ?? nothing}
    aria-disabled=${isBusy ? "true" : nothing}
    aria-describedby=${describedBy ?? nothing}
    @click=${press}
  >
    ${said}
  </button>`;
}

/** Something that went wrong, in words, at once. */
export function alertView(error: unknown, texts: DeskTexts, again: (() => void) | null = null): Drawn {
  if (error === null || error === undefined) return nothing;
  return html`<div class="wrong" role="alert" data-color="danger" tabindex="-1" data-focus="trouble">
    <p><span class="wrong-sign" aria-hidden="true">!</span> ${troubleOf(error, texts)}</p>
    ${again === null ? nothing : button(texts.again, again)}
  </div>`;
}

export function tag(
  said: string | TemplateResult,
  color: "danger" | "warning" | "info" | "neutral" | "success",
): TemplateResult {
  return html`<span class="ds-tag" data-color=${color} data-size="sm">${said}</span>`;
}

/** What a button is about, to those who do not see beside what it stands. */
export function of(name: string): TemplateResult {
  return html` <span class="visually-hidden">${name}</span>`;
}

/** What it is about, in the words of the needs. */
export function aboutOf({ needs }: Pick<Case, "needs">, texts: DeskTexts): string {
  return needs.length === 0 ? texts.no_needs : needs.map(({ name }) => name).join(", ");
}

/** Who it is about: «Forelder · 9 år · Oppdal · Nynorsk». */
export function whoOf({ role, age, kommune, language }: Case, texts: DeskTexts): string {
  const parts = [
    role === null ? null : named(texts, "role", role),
    age === null ? null : fill(texts.age, { age }),
    kommune.name,
    language === "nb" ? null : LANGUAGES[language],
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

/** How a case ended: what came of it, or else who ended it. */
export function endOf({ outcome, state }: Pick<Case, "outcome" | "state">, texts: DeskTexts): string {
  return outcome === null ? named(texts, "end", state) : named(texts, "outcome", outcome);
}

export function acuteTag({ acute }: Case, texts: DeskTexts): Drawn {
  if (acute === null) return nothing;
  const said = fill(texts.acute, { kind: named(texts, "acute", acute) });
  return html`<strong class="acute-tag"><span aria-hidden="true">!</span> ${said}</strong>`;
}

/** A choice between municipalities; nothing where there is only one. */
export function kommuneChoice(
  kommuner: readonly { id: string; name: string }[],
  chosen: string,
  choose: (id: string) => void,
  texts: DeskTexts,
): Drawn {
  if (kommuner.length < 2) return nothing;
  return html`<label class="choice">
    <span>${texts.kommune}</span>
    <select
      class="ds-input"
      @change=${(event: Event) => {
        choose((event.target as HTMLSelectElement).value);
      }}
    >
      ${kommuner.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
    </select>
  </label>`;
}

/** What a field holds when something is typed in it. */
export function typed(take: (value: string) => void): (event: Event) => void {
  return (event) => {
    take((event.target as HTMLInputElement).value);
  };
}

/** A form that is sent by us. */
export function submitted(send: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    send();
  };
}
