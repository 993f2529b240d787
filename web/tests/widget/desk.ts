/** A desk in memory behind `fetch`: conversations, messages, and a stream that tests can cut. */

import type { Message } from "../../src/shared/types";

interface Held {
  messages: Message[];
  streams: ReadableStreamDefaultController<Uint8Array>[];
}

const answered = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });

export class FakeDesk {
  readonly asked: string[] = [];
  readonly conversations = new Map<string, Held>();
  /** Throws as `fetch` does without a net. */
  isOff = false;
  hasStreams = true;
  /** A proxy on the way holds back every word of a stream. */
  isSilent = false;
  /** How often words were taken back or changed after they were said. */
  changes = 0;
  /** Answers to give instead, in order, by "METHOD path". */
  readonly instead = new Map<string, Response[]>();
  /** Code of a one-time link → token. */
  readonly links = new Map<string, string>();
  /** What is never answered, as by a connection that swallows everything. */
  swallowed = "";
  readonly addresses: string[] = [];
  private count = 0;

  readonly fetch = async (address: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(address), "https://desk.example");
    const method = init.method ?? "GET";
    const what = `${method} ${url.pathname.replace("/api/web", "")}`;
    this.asked.push(what);
    this.addresses.push(String(address));
    if (what === this.swallowed)
      return new Promise((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(new DOMException("late", "AbortError"))),
      );
    if (this.isOff) throw new TypeError("Failed to fetch");
    const instead = this.instead.get(what)?.shift();
    if (instead) return instead;
    if (what === "POST /conversations") return this.begin();
    if (what === "POST /links") return this.open(JSON.parse(String(init.body)).code);
    const headers = new Headers(init.headers);
    const held = this.conversations.get(headers.get("Authorization")?.replace("Bearer ", "") ?? "");
    if (!held) return answered(401, { error: { code: "unknown_token", message: "会話が見つかりません。" } });
    if (what === "POST /messages") return this.take(held, JSON.parse(String(init.body)));
    if (what === "GET /messages") return this.news(held, Number(url.searchParams.get("after")));
    if (what === "GET /events") return this.stream(held, Number(headers.get("Last-Event-ID")), init.signal);
    if (what === "DELETE /conversation") this.conversations.clear();
    return answered(204);
  };

  times(what: string): number {
    return this.asked.filter((asked) => asked === what).length;
  }

  /** How many streams are open. */
  get streams(): number {
    return [...this.conversations.values()].reduce((sum, held) => sum + held.streams.length, 0);
  }

  /** Somebody else says something. */
  say(text: string, author: Message["author"] = "bot"): void {
    for (const held of this.conversations.values()) this.add(held, text, author);
  }

  cutStreams(): void {
    for (const held of this.conversations.values())
      for (const stream of held.streams.splice(0)) stream.error(new TypeError("network error"));
  }

  private open(code: string): Response {
    const token = this.links.get(code);
    if (!token)
      return answered(410, { error: { code: "link_useless", message: "このリンクは使用ずみです。" } });
    return answered(200, { token });
  }

  private begin(): Response {
    this.count += 1;
    const held: Held = { messages: [], streams: [] };
    this.conversations.set(`token-${this.count}`, held);
    const greeting = this.add(held, "こんにちは", "bot");
    return answered(201, { token: `token-${this.count}`, greeting });
  }

  private take(held: Held, body: { client_id: string; text?: string; choice?: string }): Response {
    const known = held.messages.find((message) => message.client_id === body.client_id);
    const message = known ?? this.add(held, body.text ?? `choice ${body.choice}`, "user", body.client_id);
    return answered(202, { seq: message.seq });
  }

  private news(held: Held, after: number): Response {
    const messages = held.messages.filter((message) => message.seq > after);
    return answered(200, { messages, state: this.state(held) });
  }

  private state(held: Held) {
    return {
      holder: "bot",
      epoch: 0,
      last_seq: held.messages.length,
      open: true,
      assistant_ready: true,
      changes: this.changes,
    };
  }

  private add(held: Held, text: string, author: Message["author"], client_id?: string): Message {
    const message: Message = {
      seq: held.messages.length + 1,
      author,
      author_name: author,
      sent_at: "2026-11-24T10:00:00+09:00",
      parts: [{ type: "text", text }],
      ...(client_id ? { client_id } : {}),
    };
    held.messages.push(message);
    for (const stream of this.isSilent ? [] : held.streams) stream.enqueue(frame(message));
    return message;
  }

  private stream(held: Held, after: number, signal: AbortSignal | null | undefined): Response {
    if (!this.hasStreams) return answered(502);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        if (!this.isSilent) controller.enqueue(new TextEncoder().encode("retry: 1000\n\n"));
        for (const message of this.isSilent ? [] : held.messages)
          if (message.seq > after) controller.enqueue(frame(message));
        held.streams.push(controller);
        signal?.addEventListener("abort", () => {
          if (held.streams.includes(controller)) {
            held.streams.splice(held.streams.indexOf(controller), 1);
            controller.error(new DOMException("aborted", "AbortError"));
          }
        });
      },
    });
    return new Response(body);
  }
}

function frame(message: Message): Uint8Array {
  const wire = `id: ${message.seq}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`;
  return new TextEncoder().encode(wire);
}
