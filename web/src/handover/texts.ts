/** What only the panel says: `web/texts/panel/*.json`, fetched with it. */

import en from "../../texts/panel/en.json";
import nb from "../../texts/panel/nb.json";
import nn from "../../texts/panel/nn.json";
import { languageOf } from "../answer/wording";
import type { Language, Texts } from "../texts";

export type PanelTexts = Record<keyof typeof nb, string>;

const TEXTS: Record<Language, PanelTexts> = { nb, nn, en };

/** Those in the language of the chat's own. */
export function panelTextsOf(texts: Texts): PanelTexts {
  return TEXTS[languageOf(texts)];
}
