/** The desk's API: who is signed in, the queue, the cases, and everything that can be done with them. */

import type { Answer } from "../answer/types";
import { Failure, kindOf, PATIENCE, reached, waitOf, type Trouble } from "../chat/api";
import type { Open } from "../chat/stream";
import type {
  CaseWhole,
  DeskMessage,
  Case,
  Entry,
  Figures,
  Me,
  NewReply,
  Presence,
  Queue,
  Reply,
  WaysIn,
} from "./types";

/** Without it the server takes no change: another site's form cannot send it. */
const OURS = { "X-Endorinn-Desk": "1" };

/** What went wrong, with the server's own words for it. */
export class Refusal extends Failure {
  constructor(
    trouble: Trouble,
    /** The HTTP status; nothing where there was no response. */
    readonly status: number | null,
    readonly detail: string | null,
    /** Which of the API's problems it is; empty where it did not say. */
    slug = "",
    wait = 0,
  ) {
    super(trouble, wait, slug);
  }

  override get isPassing(): boolean {
    return this.status === null || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** Whether the session is gone. */
  override get isGone(): boolean {
    return this.status === 401;
  }
}

/** A line that was refused for good is not opened again. */
class Closed extends Refusal {
  override get isGone(): boolean {
    return !this.isPassing;
  }
}

export const waysIn = (): Promise<WaysIn> => call("GET", "/api/vakt/ways-in");
export const me = (): Promise<Me> => call("GET", "/api/vakt/me");
export const signIn = (login: string, password: string): Promise<Me> =>
  call("POST", "/api/vakt/sign-in", { login, password });
export const signOut = (): Promise<null> => call("POST", "/api/vakt/sign-out", {});
export const bePresent = (state: Presence, text: string): Promise<Me> =>
  call("PUT", "/api/vakt/presence", { state, text });
export const queue = (): Promise<Queue> => call("GET", "/api/vakt/queue");
export const whole = (id: number): Promise<CaseWhole> => call("GET", of(id));
/** Does something with a case; what it is afterwards. */
export const act = (id: number, what: string, body: object): Promise<CaseWhole> =>
  call("POST", `${of(id)}/${what}`, body);
export const write = (id: number, { id: own, text, card }: DeskMessage): Promise<Entry> => {
  const sent = card === null ? null : { question: card.question, service: card.service };
  return call("POST", `${of(id)}/messages`, { id: own, text, card: sent });
};
export const typing = (id: number, is: boolean): Promise<null> => call("POST", `${of(id)}/typing`, { typing: is });
export const search = async (id: number, words: string): Promise<Answer> => {
  const found = await call<{ answer: Answer }>("GET", `/api/vakt/search?${asked({ case: id, q: words })}`);
  return found.answer;
};
/** What the family's own summary leads to; nothing where it tells of nothing. */
export const suggestions = async (id: number): Promise<Answer | null> =>
  (await call<{ answer: Answer | null }>("GET", `/api/vakt/search?${asked({ case: id })}`)).answer;
export const ended = async (kommune: string): Promise<Case[]> =>
  (await call<{ cases: Case[] }>("GET", `/api/vakt/ended?${asked({ kommune })}`)).cases;
export const replies = async (kommune: string): Promise<Reply[]> =>
  (await call<{ replies: Reply[] }>("GET", `/api/vakt/replies?${asked({ kommune })}`)).replies;
export const saveReply = (id: number | null, reply: NewReply): Promise<unknown> =>
  id === null ? call("POST", "/api/vakt/replies", reply) : call("PUT", `/api/vakt/replies/${id}`, reply);
export const dropReply = (id: number): Promise<unknown> => call("DELETE", `/api/vakt/replies/${id}`);
export const figures = (kommune: string, weeks: number): Promise<Figures> =>
  call("GET", `/api/vakt/figures?${asked({ kommune, weeks })}`);

/** Where the same figures lie as a table for a spreadsheet. */
export function tableOf(kommune: string, weeks: number): string {
  return `/vakt/tall.csv?${asked({ kommune, weeks })}`;
}

/** Where figures lie of what the assistant was asked: a page of its own. */
export function insightOf(kommune: string): string {
  return `/innsikt?${asked({ kommune })}`;
}

/** The line of the whole desk. */
export const followQueue: Open = (_, signal) => opened("/api/vakt/events", {}, signal);

/** The line of one case. */
export function followCase(id: number): Open {
  return (after, signal) => opened(`${of(id)}/events`, { "Last-Event-ID": String(after) }, signal);
}

async function opened(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const options: RequestInit = { headers: { Accept: "text/event-stream", ...headers }, signal, cache: "no-store" };
  try {
    const { body } = await answered(address, options);
    if (body !== null) return body;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Closed(error.trouble, error.status, error.detail, error.slug, error.wait);
  }
  throw new Refusal("unknown", null, null);
}

async function call<T>(method: string, address: string, body?: object): Promise<T> {
  const headers = { "Content-Type": "application/json", ...(method === "GET" ? {} : OURS) };
  const response = await answered(address, {
    method,
    headers,
    signal: AbortSignal.timeout(PATIENCE),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 204) return null as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new Refusal("unknown", null, null); // Half a body.
  }
}

async function answered(address: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await reached(fetch(address, { credentials: "same-origin", ...options }));
  } catch (error) {
    throw error instanceof Failure ? new Refusal(error.trouble, null, null) : error;
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const wait = waitOf(response);
  let told: { detail?: unknown; type?: unknown } = {};
  try {
    told = (await response.json()) as typeof told;
  } catch {
    // Something between us and the server has answered: its status has to do.
  }
  const detail = typeof told.detail === "string" && told.detail !== "" ? told.detail : null;
  const slug = typeof told.type === "string" ? (told.type.split("/").at(-1) ?? "") : "";
  return new Refusal(kindOf(response.status), response.status, detail, slug, wait);
}

function of(id: number): string {
  return `/api/vakt/cases/${id}`;
}

function asked(values: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
}
