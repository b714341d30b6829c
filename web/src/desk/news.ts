/** What is new since somebody last looked: what is worth a sound. */

import type { Case, Queue } from "./types";

export type News = "acute" | "waiting" | "message";

/** The most urgent thing that has come between two queues; nothing where the first is the first of all. */
export function newsOf(before: Queue | null, now: Queue): News | null {
  if (before === null) return null;
  const known = new Map([...before.waiting, ...before.live, ...before.callbacks].map((one) => [one.id, one]));
  const isNew = (one: Case): boolean => known.get(one.id)?.state !== "waiting";
  const isAcute = (one: Case): boolean => one.acute !== null && (known.get(one.id)?.acute ?? null) === null;
  if ([...now.waiting, ...mine(now)].some(isAcute)) return "acute";
  if (now.waiting.some(isNew)) return "waiting";
  return mine(now).some((one) => one.unread > (known.get(one.id)?.unread ?? 0)) ? "message" : null;
}

/** How many things wait for this person: the number in the title. */
export function countOf(queue: Queue): number {
  return queue.waiting.length + mine(queue).filter((one) => one.unread > 0).length;
}

export function mine(queue: Queue): Case[] {
  return queue.live.filter((one) => one.mine);
}
