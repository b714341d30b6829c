/** Times and days in words, as they are said in Norway, wherever the machine believes it stands. */

import { fill } from "../texts";
import type { DeskTexts } from "./texts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = { timeZone: "Europe/Oslo" } as const;
const MONTHS = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober"];
MONTHS.push("november", "desember");
const CLOCK = new Intl.DateTimeFormat("nb-NO", { ...ZONE, hour: "2-digit", minute: "2-digit" });
// Sweden writes days as 2026-11-30.
const DATE = new Intl.DateTimeFormat("sv-SE", ZONE);

/** How long since then: «4 min», «1 t 5 min», «2 døgn». */
export function since(then: string, now: number, texts: DeskTexts): string {
  const passed = Math.max(0, now - Date.parse(then));
  if (passed < MINUTE) return texts.time_moment;
  if (passed < HOUR) return fill(texts.time_minutes, { minutes: Math.floor(passed / MINUTE) });
  if (passed >= DAY) return fill(texts.time_days, { days: Math.floor(passed / DAY) });
  const minutes = Math.floor((passed % HOUR) / MINUTE);
  return fill(texts.time_hours, { hours: Math.floor(passed / HOUR), minutes });
}

/** Seconds of waiting, as a span: «45 s», «4 min», «1 t 5 min». */
export function span(seconds: number, texts: DeskTexts): string {
  if (seconds < 60) return fill(texts.time_seconds, { seconds: Math.round(seconds) });
  return since(new Date(0).toISOString(), Math.round(seconds / 60) * MINUTE, texts);
}

/** «09:12» today, «26. november 09:12» on another day. */
export function clock(at: string, now: number): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const day = DATE.format(time);
  return day === DATE.format(now) ? CLOCK.format(time) : `${date(day)} ${CLOCK.format(time)}`;
}

/** «30. november» of «2026-11-30». */
export function date(written: string): string {
  const [, month, day] = written.split("-").map(Number);
  const name = MONTHS[(month ?? 0) - 1];
  return day === undefined || name === undefined ? written : `${day}. ${name}`;
}

/** When a call-back is due: «i dag», «i morgen», «30. november». */
export function dueDay(due: string, now: number, texts: DeskTexts): string {
  if (due === DATE.format(now)) return texts.time_today;
  return due === DATE.format(now + DAY) ? texts.time_tomorrow : date(due);
}
