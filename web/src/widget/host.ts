/** The element that stands in the municipality's page and keeps its styles out. */

import { make } from "./element";
import css from "./widget.css?inline";

/** Also how a second script on the page finds out that it is the second. */
export const TAG = "endorinn-widget";

/** Inline and important, so that no rule of the page's is stronger. `all` leaves custom properties and direction alone. */
const STYLE = [
  "all:initial",
  "direction:ltr",
  "display:block",
  "position:fixed",
  "right:max(1em,env(safe-area-inset-right))",
  "bottom:max(1em,env(safe-area-inset-bottom))",
  "z-index:2147483647",
  "",
];

/** A new host, not yet in the page, with what is to stand in it. */
export function hostWith(...children: Node[]): HTMLElement {
  const host = make(TAG as "div");
  // Set through the object model, which no policy forbids; the attribute of the same name would be.
  host.style.cssText = STYLE.join("!important;");
  const root = host.attachShadow({ mode: "closed" });
  dress(root);
  root.append(...children);
  return host;
}

/**
 * Puts the host in the page: beside `body`, whose content scripts replace and whose transforms would move it, and in
 * the top layer, where there is one.
 */
export function stand(host: HTMLElement): void {
  document.documentElement.append(host);
  if ("showPopover" in host) {
    host.popover = "manual";
    host.showPopover();
  }
}

/** Gives the root its styles in the way that no policy of the page's forbids, or else in the old way. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", {}, css));
  }
}
