/** Talks to the desk: begins or resumes a conversation, sends in order, follows the stream, never loses. */

import { EventParser } from "../shared/sse";
import type { Message, Standing } from "../shared/types";
import type { Log, Pending } from "./log";
import * as logs from "./log";
import { forget, recall, remember } from "./memory";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const POLL_MS = 3_000;
/** A stream that says nothing for longer than two pings is dead. */
const SILENCE_MS = 40_000;

export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export class Client {
  log: Log = { ...logs.EMPTY, pending: recall().pending ?? [] };
  private stopped = false;
  private sending = false;
  private following = false;
  private opening: Promise<void> | undefined;
  private abort = new AbortController();

  constructor(
    private readonly base: string,
    private readonly changed: (log: Log) => void,
  ) {}

  /** Resume the stored conversation, or begin one. */
  open(): Promise<void> {
    this.opening ??= this.resume().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async resume(): Promise<void> {
    if (recall().token) {
      try {
        await this.fetchNews(0);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 401) throw error;
        // Erased or expired: a new conversation, with the draft and what was not sent.
        remember({ token: undefined });
      }
    }
    if (!recall().token) {
      const begun = await this.call("POST", "/api/web/conversations", {});
      const { token, greeting } = begun as { token: string; greeting: Message };
      remember({ token });
      this.update({ ...this.log, messages: [] });
      this.update(logs.received(this.log, [greeting]));
    }
    void this.follow();
    void this.flush();
  }

  send(label: string, choice?: string): void {
    const item: Pending = { clientId: randomId(), label, ...(choice === undefined ? {} : { choice }) };
    this.update(logs.queued(this.log, item));
    void this.flush();
  }

  retry(clientId: string): void {
    const item = this.log.pending.find((found) => found.clientId === clientId);
    if (!item) return;
    // A refused message may be sent under a new id; one that was lost keeps its own, so that it is not doubled.
    this.update(logs.marked(this.log, clientId, { failed: false }));
    void this.flush();
  }

  discard(clientId: string): void {
    this.update(logs.dropped(this.log, clientId));
  }

  typing(): void {
    void this.call("POST", "/api/web/typing").catch(() => undefined);
  }

  async erase(): Promise<void> {
    await this.call("DELETE", "/api/web/conversation");
    this.abort.abort();
    this.abort = new AbortController();
    forget();
    this.log = logs.EMPTY;
    this.following = false;
    this.changed(this.log);
  }

  stop(): void {
    this.stopped = true;
    this.abort.abort();
  }

  private update(log: Log): void {
    this.log = log;
    remember({ pending: log.pending });
    this.changed(log);
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    let pause = FIRST_PAUSE_MS;
    try {
      for (;;) {
        const item = this.log.pending.find((found) => !found.refused);
        if (!item || this.stopped || !recall().token) return;
        try {
          const body = item.choice ? { choice: item.choice } : { text: item.label };
          await this.call("POST", "/api/web/messages", { client_id: item.clientId, ...body });
          await this.fetchNews(logs.lastSeq(this.log));
          pause = FIRST_PAUSE_MS;
        } catch (error) {
          if (error instanceof Refusal && error.status === 401) {
            await this.open();
            return;
          }
          if (error instanceof Refusal && error.status < 500 && error.status !== 429) {
            this.update(logs.marked(this.log, item.clientId, { refused: error.message }));
            continue;
          }
          this.update(logs.marked(this.log, item.clientId, { failed: true }));
          await sleep(jittered(pause));
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
      }
    } finally {
      this.sending = false;
    }
  }

  private async follow(): Promise<void> {
    if (this.following) return;
    this.following = true;
    let failures = 0;
    let pause = FIRST_PAUSE_MS;
    const { signal } = this.abort;
    while (!this.stopped && !signal.aborted) {
      try {
        if (failures < 2) {
          await this.stream(signal, () => {
            failures = 0;
            pause = FIRST_PAUSE_MS;
          });
        } else {
          // Streams may be blocked on the way; asking every few seconds always works.
          await this.fetchNews(logs.lastSeq(this.log));
          await sleep(POLL_MS);
        }
        continue;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refusal && error.status === 401) {
          this.following = false;
          await this.open().catch(() => undefined);
          return;
        }
        failures += 1;
        if (this.log.isConnected) this.update({ ...this.log, isConnected: false });
      }
      await sleep(jittered(pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  private async stream(signal: AbortSignal, alive: () => void): Promise<void> {
    const silent = new AbortController();
    const stop = () => silent.abort();
    signal.addEventListener("abort", stop, { once: true });
    let watchdog = setTimeout(stop, SILENCE_MS);
    try {
      const headers = { ...this.headers(), "Last-Event-ID": String(logs.lastSeq(this.log)) };
      const response = await fetch(`${this.base}/api/web/events`, { headers, signal: silent.signal });
      if (!response.ok || !response.body) throw new Refusal(response.status, "");
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      const parser = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(stop, SILENCE_MS);
        alive();
        for (const event of parser.push(decoder.decode(value, { stream: true })))
          this.take(event.event, event.data);
        if (!this.log.isConnected) {
          this.update({ ...this.log, isConnected: true });
          void this.flush();
        }
      }
    } finally {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", stop);
    }
  }

  private take(event: string, data: string): void {
    if (event === "message") this.update(logs.received(this.log, [JSON.parse(data) as Message]));
    if (event === "state") this.update(logs.stands(this.log, JSON.parse(data) as Standing));
  }

  private async fetchNews(after: number): Promise<void> {
    const found = (await this.call("GET", `/api/web/messages?after=${after}`)) as {
      messages: Message[];
      state: Standing;
    };
    const log = logs.stands(logs.received(this.log, found.messages), found.state);
    this.update({ ...log, isConnected: true });
  }

  private headers(): Record<string, string> {
    const { token } = recall();
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.base + path, {
      method,
      headers: { ...this.headers(), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.status === 204 ? undefined : response.json();
    const refused = (await response.json().catch(() => undefined)) as
      | { error?: { message?: string } }
      | undefined;
    throw new Refusal(response.status, refused?.error?.message ?? "うまく送れませんでした。");
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function jittered(pause: number): number {
  return pause * (0.7 + Math.random() * 0.6);
}

/** `crypto.randomUUID` exists on secure pages only; this works on all. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
