/** The look-up's server played through `fetch`: what it answers, and what it was sent. */

import { vi } from "vitest";

interface Sent {
  readonly method: string;
  readonly address: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | null;
}

/** Nothing: the server is not there. */
type Answering = (sent: Sent) => Response | Promise<Response> | null;

export class Server {
  readonly sent: Sent[] = [];
  private readonly answers = new Map<string, Answering>();

  constructor() {
    vi.stubGlobal("fetch", (address: string, options: RequestInit = {}) => {
      const { method = "GET", body, headers, signal = null } = options;
      const { pathname, search } = new URL(address, location.href);
      const sent: Sent = {
        method,
        address: pathname + search,
        body: typeof body === "string" || body instanceof URLSearchParams ? body.toString() : "",
        headers: { ...(headers as Record<string, string> | undefined) },
        signal,
      };
      this.sent.push(sent);
      return new Promise<Response>((resolve, reject) => {
        signal?.addEventListener("abort", () => {
          reject(new DOMException("", "AbortError"));
        });
        const answer = this.answers.get(`${method} ${sent.address}`)?.(sent) ?? null;
        if (answer === null) reject(new TypeError("Failed to fetch"));
        else void Promise.resolve(answer).then(resolve);
      });
    });
  }

  /** How a request is answered until something else is said. */
  on(request: string, answering: Answering): this {
    this.answers.set(request, answering);
    return this;
  }

  /** What was sent to an address. */
  to(request: string): Sent[] {
    return this.sent.filter(({ method, address }) => `${method} ${address}` === request);
  }

  /** The fields of the forms that were sent to an address. */
  fields(request: string): Record<string, string>[] {
    return this.to(request).map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  }

  /** The bodies that were sent to an address, read as JSON. */
  read(request: string): unknown[] {
    return this.to(request).map(({ body }) => JSON.parse(body) as unknown);
  }
}

export const drawn = (html: string, headers: Record<string, string> = {}, status = 200): Response =>
  new Response(html, { status, headers: { "content-type": "text/html", ...headers } });

export const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

export const refused = (status: number): Response => json({ detail: "Nei." }, status);

/** An answer that is still on its way. */
export class Late {
  arrive: (response: Response) => void = () => undefined;
  readonly answer = new Promise<Response>((resolve) => {
    this.arrive = resolve;
  });
}
