/** What the fields of the panel share. */

import { html, type TemplateResult } from "lit";

import type { Texts } from "../texts";
import type { Fault, Form } from "./form";
import type { PanelTexts } from "./texts";

export interface Fields {
  texts: Texts;
  own: PanelTexts;
  form: Form;
  faults: readonly Fault[];
  changed: (change: (form: Form) => void) => void;
}

/** What is wrong with a field, beside it. */
export function faultView(id: string, said: string): TemplateResult {
  return html`<p class="person-fault" id=${id}><span aria-hidden="true">⚠</span> ${said}</p>`;
}

export function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

export function isChecked(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
