/** The way in. */

import { html, nothing, type TemplateResult } from "lit";

import { fill } from "../../texts";
import type { Desk } from "../desk";
import { alertView, submitted } from "./parts";

export function signInView(desk: Desk): TemplateResult {
  const { texts, ways, wasLost } = desk;
  return html`
    <main class="sign-in" id="main" tabindex="-1">
      <h1 tabindex="-1" data-focus="page">${texts.sign_in_title}</h1>
      ${wasLost ? html`<p class="notice" role="status">${texts.lost}</p>` : html`<p>${texts.sign_in_lead}</p>`}
      ${alertView(desk.trouble, texts)}
      ${
        typeof ways?.oidc === "string"
          ? html`<p><a class="ds-button" href="/vakt/inn">${fill(texts.sign_in_with, { name: ways.oidc })}</a></p>`
          : nothing
      }
      ${ways?.local === true ? localForm(desk) : nothing}
    </main>
  `;
}

function localForm(desk: Desk): TemplateResult {
  const { texts } = desk;
  const send = (event: Event): void => {
    submitted(() => {
      const form = new FormData(event.currentTarget as HTMLFormElement);
      const value = (name: string): string => (form.get(name) as string | null) ?? "";
      void desk.signIn(value("login"), value("password"));
    })(event);
  };
  return html`
    <form class="fields" @submit=${send}>
      <div class="ds-field">
        <label class="ds-label" for="login">${texts.login}</label>
        <input class="ds-input" id="login" name="login" autocomplete="username" autocapitalize="none" required />
      </div>
      <div class="ds-field">
        <label class="ds-label" for="password">${texts.password}</label>
        <input
          class="ds-input"
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
      </div>
      <button type="submit" class="ds-button">${texts.sign_in}</button>
    </form>
  `;
}
