/** Days and moments as people say them. */

import { languageOf } from "../answer/wording";
import { fill, type Texts } from "../texts";
import type { Desk } from "./shapes";

/** «mandag 30. november»; what is no day stands as it came. */
export function dayOf(written: string, texts: Texts): string {
  const date = new Date(`${written}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return written;
  return format(date, texts, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
}

/** «mandag 30. november kl. 09:00»; null where it is no moment. */
export function moment(at: string | null, texts: Texts): string | null {
  const time = new Date(at ?? "");
  if (Number.isNaN(time.getTime())) return null;
  const date = format(time, texts, { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Oslo" });
  const clock = format(time, texts, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Oslo" });
  return fill(texts.moment, { date, clock });
}

/** That a desk is closed, and when it opens. */
export function closedSaid(desk: Desk, texts: Texts): string {
  const opens = moment(desk.opensAt, texts);
  return opens === null ? texts.person_closed : `${texts.person_closed} ${fill(texts.person_opens, { moment: opens })}`;
}

/** Browsers know bokmål; nynorsk has other names for some days. */
export function format(time: Date, texts: Texts, how: Intl.DateTimeFormatOptions): string {
  const language = languageOf(texts);
  const written = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "nb-NO", how).format(time);
  return language === "nn" ? nynorsk(written) : written;
}

const NYNORSK: Record<string, string> = {
  mandag: "måndag",
  tirsdag: "tysdag",
  lørdag: "laurdag",
};

function nynorsk(written: string): string {
  return written.replace(/mandag|tirsdag|lørdag/g, (name) => NYNORSK[name] ?? name);
}
