/** `<script src="https://…/widget.js" data-kommune="oppdal" defer></script>`: one line in any page. */

import { hang } from "./door";
import { TAG } from "./host";
import { ownScript, wishOf } from "./script";

// Looked for at once: the script is current only while it runs.
const script = ownScript();

/** One door a page, however often the line stands in it. */
function start(): void {
  if (script && !document.querySelector(TAG)) hang(wishOf(script));
}

// Before the page has been read there is no `body` to come after.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
