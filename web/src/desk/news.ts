/** What is new since somebody last looked: what is worth a sound. */

import type { Papers } from "./papers";
import type { Case, Queue } from "./types";

/** `left`: a family writes to a colleague whose desk is open nowhere; `given`: a case of somebody else is mine now. */
export type News = "acute" | "waiting" | "left" | "given" | "message";

/** The most urgent thing that has come between two queues; of the first of all only what was given meanwhile. */
export function newsOf(before: Queue | null, now: Queue, given: readonly Case[] = []): News | null {
  const known = new Map((before === null ? [] : allOf(before)).map((one) => [one.id, one]));
  const isGiven = given.some(({ id }) => known.get(id)?.mine !== true);
  if (before === null) return isGiven ? "given" : null;
  const isNew = (one: Case): boolean => known.get(one.id)?.state !== "waiting";
  const isAcute = (one: Case): boolean => one.acute !== null && (known.get(one.id)?.acute ?? null) === null;
  if ([...now.waiting, ...live(now), ...now.callbacks].some(isAcute)) return "acute";
  if (now.waiting.some(isNew)) return "waiting";
  if (now.live.some((one) => isLeft(one) && writesToNobody(one, known.get(one.id)))) return "left";
  if (isGiven) return "given";
  return mine(now).some((one) => one.unread > (known.get(one.id)?.unread ?? 0)) ? "message" : null;
}

/** How many things wait for this person: the number in the title. */
export function countOf(queue: Queue, given: readonly Case[] = []): number {
  const counted = new Set([...mine(queue).filter((one) => one.unread > 0), ...given].map(({ id }) => id));
  return queue.waiting.length + counted.size;
}

export function mine(queue: Queue): Case[] {
  return queue.live.filter((one) => one.mine);
}

/**
 * Cases that a colleague has given to this person, until they have opened them.
 *
 * Which ones they know lies among their papers: it outlives a reload, and is nobody else's.
 */
export class Given {
  /** Cases that were taken here: the queue may say so before the server has answered. */
  private readonly taken = new Set<number>();

  constructor(private readonly papers: Papers) {}

  of(queue: Queue): Case[] {
    const { known } = this.papers;
    if (known === null) return []; // They were there before anybody looked.
    return allMine(queue).filter(({ id }) => !known.includes(id) && !this.taken.has(id));
  }

  /** This person takes a case themselves. */
  takes(id: number): void {
    this.taken.add(id);
  }

  /** It could not be taken. */
  missed(id: number): void {
    this.taken.delete(id);
  }

  /** What is given from now on is measured by this queue; `open` is the case that stands open. */
  took(queue: Queue, open: number | null): void {
    const given = this.of(queue).map(({ id }) => id);
    const known = allMine(queue).map(({ id }) => id);
    for (const id of known) this.taken.delete(id);
    this.papers.know(known.filter((id) => id === open || !given.includes(id)));
  }

  clear(): void {
    this.taken.clear();
  }
}

function allOf({ waiting, live, callbacks }: Queue): Case[] {
  return [...waiting, ...live, ...callbacks];
}

function allMine(queue: Queue): Case[] {
  return [...queue.live, ...queue.callbacks].filter((one) => one.mine);
}

/** Conversations that concern this person: theirs, and those that nobody is there for. */
function live(queue: Queue): Case[] {
  return queue.live.filter((one) => one.mine || isLeft(one));
}

function isLeft({ mine, holder }: Case): boolean {
  return !mine && holder?.here === false;
}

/** Whether the family has written since, or whoever had it has gone without an answer. */
function writesToNobody({ unread }: Case, before: Case | undefined): boolean {
  if (before === undefined || isLeft(before)) return unread > (before?.unread ?? 0);
  return unread > 0;
}
