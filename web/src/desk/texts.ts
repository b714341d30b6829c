/** What the desk says, in both written standards: `web/texts/desk/*.json`. */

import nb from "../../texts/desk/nb.json";
import nn from "../../texts/desk/nn.json";
import { fill } from "../texts";
import { Refusal } from "./api";

export type DeskLanguage = "nb" | "nn";
export type DeskTexts = Record<keyof typeof nb, string>;

const TEXTS: Record<DeskLanguage, DeskTexts> = { nb, nn };

export function deskTextsOf(language: DeskLanguage): DeskTexts {
  return TEXTS[language];
}

/**
 * The name of something that the server calls by a code: `named(texts, "outcome", "svar-gitt")`. The code where it is new
 * to us, and nothing where there is none: a word that is missing is no reason to show nobody anything.
 */
export function named(texts: DeskTexts, family: string, code: string | null | undefined): string {
  if (typeof code !== "string") return "";
  const key = `${family}_${code.replaceAll("-", "_")}`;
  return key in texts ? texts[key as keyof DeskTexts] : code;
}

/** What is said of something that went wrong: the server's own words where it has any. */
export function troubleOf(error: unknown, texts: DeskTexts): string {
  if (!(error instanceof Refusal)) return texts.trouble_unknown;
  if (error.detail !== null) return error.detail;
  if (error.trouble === "offline") return navigator.onLine ? texts.trouble_unreached : texts.trouble_offline;
  if (error.trouble === "timeout") return texts.trouble_timeout;
  return error.status === null ? texts.trouble_unknown : fill(texts.trouble_status, { status: error.status });
}
