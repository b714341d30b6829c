/** The look-up's pages as gateway/templates/oppslag draws them, with no more than its scripts work on. */

import { vi } from "vitest";

export const SEARCH = "POST /api/oppslag/oppdal/search";
export const HIDDEN = "POST /api/oppslag/oppdal/hidden";
export const SAK = "POST /oppslag/oppdal/sak";
export const PDF = "POST /oppslag/oppdal/sak.pdf";
export const WAYS_IN = "GET /api/vakt/ways-in";
export const SIGN_IN = "POST /api/vakt/sign-in";

/** What the forms bring along for their scripts to say. */
const SAID = `data-hidden="/api/oppslag/oppdal/hidden" data-hidden-text="Vi skjulte: {what}." data-expired="Logget ut."
  data-failed="Det gikk ikke." data-login="Brukernavn" data-password="Passord" data-sign-in="Logg inn"`;

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Shows a page. Whatever is listened for on it or its window goes with it: both outlive a test. */
export function show(main: string): () => void {
  const leaving = new AbortController();
  const listening = [window, document].map((place) => {
    const listen = place.addEventListener.bind(place) as EventTarget["addEventListener"];
    return vi.spyOn(place as EventTarget, "addEventListener").mockImplementation((kind, listener, options) => {
      listen(kind, listener, { ...(options as AddEventListenerOptions | undefined), signal: leaving.signal });
    });
  });
  document.body.innerHTML = `<main id="innhold" tabindex="-1">${main}</main>`;
  return () => {
    leaving.abort();
    listening.forEach((one) => {
      one.mockRestore();
    });
    document.body.replaceChildren();
  };
}

/** A whole page, as it comes over the line. */
export const whole = (main: string): string =>
  `<!doctype html><html lang="nb"><head><title>Oppslag</title></head><body><header>Oppslag</header><main>${main}</main></body></html>`;

export const hits = (...titles: string[]): string => `
  <h2 id="antall-treff">${titles.length === 0 ? "Ingen treff" : `${titles.length} treff`}</h2>
  <ol class="hits">
    ${titles.map((title, place) => `<li class="hit"><p>Tjeneste</p><h3><a href="/t/${place}">${title}</a></h3></li>`).join("")}
  </ol>`;

export const searchPage = (typed = "", told = ""): string => `
  <form class="ask" method="post" action="/oppslag/oppdal" data-search="/api/oppslag/oppdal/search" data-down="Nede.">
    <input id="q" name="q" type="search" maxlength="2000" value="${typed}">
    <button type="submit">Søk</button>
    <select id="f-need" name="need">
      <option value="">Alle</option><option value="skolefravaer">Skolefravær</option><option value="bolig">Bolig</option>
    </select>
    <select id="f-age" name="age"><option value="">Alle</option><option value="9">9</option></select>
    <button type="button" data-clear hidden>Nullstill</button>
  </form>
  <div id="treff" aria-live="off">${told}</div>
  <p class="visually-hidden" role="status" id="antall"></p>
  <section id="begynn"${told === "" ? "" : " hidden"}><h2>Tjenester</h2></section>`;

export const casePage = (typed = "", fault = ""): string => `
  <h1>Saksark</h1>
  <div id="innlogging" hidden></div>
  <div id="gjemt" hidden data-found="Et ark fra {date}." data-open="Åpne det"
    data-found-elsewhere="Et ark for en annen, fra {date}." data-open-elsewhere="Gå dit" data-forget="Slett det"
    data-forgotten="Slettet."></div>
  <form method="post" action="/oppslag/oppdal/sak" data-case data-kommune="oppdal" ${SAID}>
    ${fault === "" ? "" : `<p class="fault" role="alert" id="feil">${fault}</p>`}
    <textarea id="situation" name="situation" maxlength="2000">${escaped(typed)}</textarea>
    <p class="news" role="status" data-warning hidden></p>
    <p><button type="submit" class="send">Lag arket</button></p>
  </form>`;

export const sheetPage = (parts: Readonly<Record<string, string>>): string => `
  <h1>Saksark</h1>
  <div id="innlogging" hidden></div>
  <form method="post" action="/oppslag/oppdal/sak.pdf" class="sheet fields" data-sheet data-kommune="oppdal" ${SAID}
    data-kept="Arket ligger her." data-not-kept="Ikke her." data-forgotten="Slettet.">
    <input type="hidden" name="applies" value="0">
    ${Object.entries(parts)
      .map(
        ([key, text]) => `<div class="part"><label for="del-${key}">Om ${key}</label>
          <textarea id="del-${key}" name="${key}">${escaped(text)}</textarea></div>`,
      )
      .join("")}
    <p class="news" role="status" data-warning hidden></p>
    <input type="hidden" name="sources" value="Planen, s. 3">
    <button type="submit" class="send">Last ned</button>
    <button type="button" data-print hidden>Skriv ut</button>
    <p class="keep" hidden><button type="button" data-keep>Ta vare på</button>
      <button type="button" data-forget hidden>Slett det</button> <span role="status" data-kept-status></span></p>
  </form>
  <section class="sources"><details data-print-open><summary>Alle kilder</summary><ul><li>Planen</li></ul></details></section>`;

/** One element that has to be there. */
export function one(which: string): HTMLElement;
export function one<T extends HTMLElement>(which: string, kind: new () => T): T;
export function one(which: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.querySelector(which);
  if (!(found instanceof kind)) throw new Error(`Nothing is ${which}`);
  return found;
}

export function type(which: string, text: string): void {
  const field = one(which);
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) throw new Error(which);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A key pressed where the focus is; whether the page took it from the browser. */
export function press(key: string, options: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options });
  return !(document.activeElement ?? document.body).dispatchEvent(event);
}

/** Sends a form as its button does; whether the page would be left for it. */
export function submit(which: string): boolean {
  return one(which).dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}
