/** Where somebody wants to be called or written to, and when. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import { faultView, valueOf, type Fields } from "./fields";
import type { Way } from "./form";

const WAYS: readonly Way[] = ["phone", "email"];

export function contactFields(given: Fields): TemplateResult {
  const { own, form, faults, changed } = given;
  const isPhone = form.way === "phone";
  const isWrong = faults.includes("reach");
  return html`
    <fieldset class="person-contact">
      <legend id="person-contact" tabindex="-1">${own.contact_how}</legend>
      <p>${own.contact_safe}</p>
      <div class="person-ways">${WAYS.map((way) => wayChoice(way, given))}</div>
      <label class="ds-label" for="person-reach">${isPhone ? own.reach_phone : own.reach_email}</label>
      <p class="person-hint" id="person-reach-hint">${isPhone ? own.reach_phone_hint : own.reach_email_hint}</p>
      ${isWrong ? faultView("person-reach-fault", isPhone ? own.phone_fault : own.email_fault) : nothing}
      <input
        class="ds-input"
        id="person-reach"
        type=${isPhone ? "tel" : "email"}
        autocomplete=${isPhone ? "tel" : "email"}
        aria-required="true"
        aria-describedby=${isWrong ? "person-reach-fault person-reach-hint" : "person-reach-hint"}
        aria-invalid=${isWrong ? "true" : "false"}
        .value=${live(form.reach)}
        @input=${(event: Event) => {
          changed((one) => {
            one.reach = valueOf(event);
          });
        }}
      />
      <label class="ds-label" for="person-when">${own.when_label}</label>
      <p class="person-hint" id="person-when-hint">${own.when_hint}</p>
      ${faults.includes("when") ? faultView("person-when-fault", own.when_fault) : nothing}
      <input
        class="ds-input"
        id="person-when"
        type="text"
        autocomplete="off"
        aria-describedby="person-when-hint"
        aria-invalid=${faults.includes("when") ? "true" : "false"}
        .value=${live(form.when)}
        @input=${(event: Event) => {
          changed((one) => {
            one.when = valueOf(event);
          });
        }}
      />
    </fieldset>
  `;
}

function wayChoice(way: Way, { texts, form, changed }: Fields): TemplateResult {
  return html`<label class="person-choice"
    ><input
      type="radio"
      name="person-way"
      value=${way}
      .checked=${live(form.way === way)}
      @change=${() => {
        changed((one) => {
          one.way = way;
        });
      }}
    />${way === "phone" ? texts.phone : texts.email}</label
  >`;
}
