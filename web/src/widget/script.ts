/** The one line in the municipality's page, and what it asks for. */

import type { Language } from "../texts";

export interface Wish {
  /** Where the gateway is: where the script came from. */
  origin: string;
  /** The municipality's full page there. */
  page: string;
  kommune: string;
  language: Language;
}

/** Our own script element. None is current where the script is a module, or was put together with others by the page. */
export function ownScript(): HTMLScriptElement | null {
  const current = document.currentScript;
  return current instanceof HTMLScriptElement && current.src && current.dataset.kommune
    ? current
    : document.querySelector<HTMLScriptElement>('script[src*="/widget.js"][data-kommune]');
}

/** What a script element asks for. */
export function wishOf(script: HTMLScriptElement): Wish {
  const { origin } = new URL(script.src);
  const kommune = script.dataset.kommune ?? "";
  const language = languageOf(script.dataset.sprak ?? document.documentElement.lang);
  return { origin, page: `${origin}/${encodeURIComponent(kommune)}`, kommune, language };
}

/** Our language nearest to a language tag: "nn-NO" is nynorsk, and "no" is bokmål. */
function languageOf(tag: string): Language {
  const start = tag.slice(0, 2).toLowerCase();
  return start === "nn" || start === "en" ? start : "nb";
}
