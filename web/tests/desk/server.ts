/** A desk's server that is played through `fetch`: what it answers, and what it was asked. */

import { vi } from "vitest";

interface Asked {
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

type Answering = (asked: Asked) => [status: number, body?: unknown] | null;

export class Server {
  readonly asked: Asked[] = [];
  private readonly answers = new Map<string, Answering>();
  private readonly lines = new Map<string, ReadableStreamDefaultController<Uint8Array>>();

  constructor() {
    vi.stubGlobal("fetch", (path: string, options: RequestInit = {}) => {
      const { method = "GET", body, headers, signal } = options;
      const asked: Asked = {
        method,
        path,
        body: typeof body === "string" ? JSON.parse(body) : null,
        headers: headers as Record<string, string>,
      };
      this.asked.push(asked);
      const said = this.answers.get(`${method} ${path}`)?.(asked);
      if (said !== null && said !== undefined) return Promise.resolve(response(...said));
      if (path.endsWith("/events")) return Promise.resolve(this.line(path, signal ?? null));
      return Promise.reject(new TypeError("Failed to fetch"));
    });
  }

  /** What is answered at an address, until something else is said; nothing: the server is not there. */
  on(request: string, status: number | null, body: unknown = null): this {
    this.answers.set(request, () => (status === null ? null : [status, body]));
    return this;
  }

  /** Answers that are worked out. */
  with(request: string, answering: Answering): this {
    this.answers.set(request, answering);
    return this;
  }

  /** Something comes along an open line. */
  says(path: string, kind: string, data: unknown, number: number | null = null): void {
    const id = number === null ? "" : `id: ${number}\n`;
    this.lines.get(path)?.enqueue(new TextEncoder().encode(`${id}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  breaks(path: string): void {
    this.lines.get(path)?.close();
    this.lines.delete(path);
  }

  /** Bodies that were sent to an address. */
  sent(request: string): unknown[] {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === request).map(({ body }) => body);
  }

  private line(path: string, signal: AbortSignal | null): Response {
    return new Response(
      new ReadableStream<Uint8Array>({
        start: (line) => {
          this.lines.set(path, line);
          signal?.addEventListener("abort", () => {
            if (this.lines.get(path) !== line) return;
            this.lines.delete(path);
            line.error(new DOMException("", "AbortError"));
          });
        },
      }),
    );
  }
}

export function problem(slug: string, detail: string): unknown {
  return { type: `/problem/${slug}`, title: slug, detail };
}

function response(status: number, body: unknown = null): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), { status });
}
