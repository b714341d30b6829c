/** Opening hours as people say them. */

import { fill, type Texts } from "../texts";
import { format } from "./days";
import type { Hours } from "./shapes";
import type { PanelTexts } from "./texts";

const DAYS = ["ma", "ti", "on", "to", "fr", "lo", "so"];
/** A Monday: the days of its week have the names of all weeks. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** «mandag–fredag kl. 09–15», a line for each. */
export function hoursSaid(hours: readonly Hours[], texts: Texts, own: PanelTexts): string[] {
  return hours.map(({ days, since, until }) => fill(own.desk_hours, { days: daysSaid(days, texts), since, until }));
}

function daysSaid(days: readonly string[], texts: Texts): string {
  const places = days.map((one) => DAYS.indexOf(one)).filter((place) => place >= 0);
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const isRow = places.length > 2 && last - first === places.length - 1;
  return isRow
    ? `${dayName(first, texts)}–${dayName(last, texts)}`
    : places.map((place) => dayName(place, texts)).join(", ");
}

function dayName(place: number, texts: Texts): string {
  return format(new Date(A_MONDAY + place * DAY), texts, { weekday: "long", timeZone: "UTC" });
}
