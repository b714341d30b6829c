/** Makes the plain page a chat. Where anything here fails, the plain form stays and works. */

import { EdiConsent } from "../handover/consent";
import { EdiStanding } from "../handover/standing";
import { EdiChat } from "./chat";

// Without these the menu and the question whether to forget would stand open, or not at all.
const isAble = "popover" in HTMLElement.prototype && "showModal" in HTMLDialogElement.prototype;
if (isAble) {
  customElements.define("edi-standing", EdiStanding);
  customElements.define("edi-consent", EdiConsent);
  customElements.define("edi-chat", EdiChat);
}
