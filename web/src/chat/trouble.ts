/** What is said of what went wrong. */

import type { Texts } from "../texts";
import type { Trouble } from "./api";

export function troubleText(texts: Texts, trouble: Trouble): string {
  if (trouble === "offline") return navigator.onLine ? texts.retrying : texts.kept;
  return trouble === 409 ? texts.closed_unsent : texts[`failure_${trouble}`];
}
