/** The conversation API, with every way that it can fail as a name. */

import type { Answer } from "../answer/types";
import { isAnswer } from "../answer/types";
import { stateOf, type State } from "../handover/shapes";
import type { Language } from "../texts";
import type { Role } from "./setup";

/** A conversation and what opens it. */
export interface Key {
  id: string;
  token: string;
}

/** A message as it is sent: `id` is ours, so that sending it again counts once. */
export interface NewMessage {
  id: string;
  text: string;
  replaces?: string;
}

/** What came back for a message: while a person reads, no answer has to come. */
export interface Written {
  answers: Answer[];
  state: State | null;
  /** Whether all of it is kept; else what there is to say is shown, and it is to be sent again. */
  isStored: boolean;
}

/** What went wrong; a number is the HTTP status that stands for its kind. */
export type Trouble = "offline" | "timeout" | "unknown" | 400 | 401 | 404 | 409 | 413 | 429 | 500;

/** Those after which the same message may be sent again. */
const PASSING: ReadonlySet<Trouble> = new Set<Trouble>(["offline", "timeout", "unknown", 429, 500]);
/** So long a server has to answer, in milliseconds. */
export const PATIENCE = 20_000;

export class Failure extends Error {
  constructor(
    readonly trouble: Trouble,
    /** Milliseconds that the server asks us to wait. */
    readonly wait = 0,
    /** What the server calls it; empty where it did not say. */
    readonly slug = "",
  ) {
    super(String(trouble));
  }

  /** Whether it may go better another time. */
  get isPassing(): boolean {
    return PASSING.has(this.trouble);
  }

  /** Whether the conversation has ended, and takes nothing more. */
  get isOver(): boolean {
    return this.trouble === 409 && this.slug === "avsluttet";
  }

  /** Whether the conversation is gone, or was never ours. */
  get isGone(): boolean {
    return this.trouble === 401 || this.trouble === 404;
  }
}

/** A new conversation. */
export async function start(kommune: string, role: Role, language: Language): Promise<Key> {
  const started = await call("/api/conversations", {
    method: "POST",
    body: JSON.stringify({ kommune, role, language }),
  });
  if (!isKey(started)) throw new Failure("unknown");
  return { id: started.id, token: started.token };
}

/** Sends a message; the answers to it. What is no Answer is left out. */
export async function write(key: Key, message: NewMessage): Promise<Written> {
  const body = await call(`${path(key)}/messages`, { method: "POST", body: JSON.stringify(message) }, key);
  const { answers, state, stored } = body as { answers?: unknown; state?: unknown; stored?: unknown };
  if (!Array.isArray(answers)) throw new Failure("unknown");
  return { answers: answers.filter(isAnswer), state: stateOf(state), isStored: stored !== false };
}

/** Lets the last message be learnt from; its text as it was kept. */
export async function learn(key: Key): Promise<string> {
  const { text } = (await call(`${path(key)}/candidate`, { method: "POST" }, key)) as { text?: unknown };
  return typeof text === "string" ? text : "";
}

/** Deletes a conversation, even while the page is being left. */
export async function forget(key: Key): Promise<void> {
  await call(path(key), { method: "DELETE", keepalive: true }, key);
}

/** What has been said since the event with the number `after`, and what will be; an open stream. */
export async function follow(key: Key, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const headers = { ...bearer(key), Accept: "text/event-stream", "Last-Event-ID": String(after) };
  const response = await reached(fetch(`${path(key)}/events`, { headers, signal, cache: "no-store" }));
  if (!response.ok || response.body === null) throw await failureOf(response);
  return response.body;
}

/** Calls an address of the API; what it answers, as JSON. Throws a `Failure`. */
export async function call(address: string, options: RequestInit, key?: Key): Promise<unknown> {
  const headers = { "Content-Type": "application/json", ...(key ? bearer(key) : {}) };
  const response = await reached(fetch(address, { ...options, headers, signal: AbortSignal.timeout(PATIENCE) }));
  if (!response.ok) throw await failureOf(response);
  if (response.status === 204) return null;
  try {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // Half a body: below.
  }
  throw new Failure("unknown");
}

/** A response; a `Failure` where there was none. */
export async function reached(request: Promise<Response>): Promise<Response> {
  try {
    return await request;
  } catch (error) {
    throw new Failure(error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "offline");
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const slug = response.status === 409 ? await slugOf(response) : "";
  return new Failure(kindOf(response.status), waitOf(response), slug);
}

/** What a problem document calls its problem: the end of its type. */
async function slugOf(response: Response): Promise<string> {
  try {
    const { type } = (await response.json()) as { type?: unknown };
    return typeof type === "string" ? (type.split("/").at(-1) ?? "") : "";
  } catch {
    return "";
  }
}

/** Milliseconds that a response asks to wait. */
export function waitOf(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** What kind of trouble an HTTP status is. */
export function kindOf(status: number): Trouble {
  if (status === 400 || status === 415 || status === 422) return 400;
  if (status === 401 || status === 404 || status === 409 || status === 413 || status === 429) return status;
  if (status === 408) return "timeout";
  return status >= 500 ? 500 : "unknown";
}

function bearer(key: Key): Record<string, string> {
  return { Authorization: `Bearer ${key.token}` };
}

/** Where a conversation lies. */
export function path(key: Key): string {
  return `/api/conversations/${encodeURIComponent(key.id)}`;
}

function isKey(value: unknown): value is Key {
  const held = value as Partial<Key> | null;
  return typeof held?.id === "string" && typeof held.token === "string";
}
