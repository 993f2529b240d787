/** Requests to the desk: who asks, how refusals are told, and the event stream. */

import { EventParser, type ServerEvent } from "../shared/sse";

/** The first bytes come at once from the desk; a proxy that holds them back would hold back messages, too. */
const FIRST_BYTES_MS = 8_000;
/** The desk pings every 15 s: a stream that says nothing for much longer is dead. */
const SILENCE_MS = 40_000;

/** A connection that swallows everything keeps nobody waiting for minutes: what is asked again is done once (`client_id`). */
const CALL_MS = 15_000;

/** The desk said no, in words that can be shown. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** How long the desk asks to wait. */
    readonly waitMs = 0,
    /** What to change, by the name of the field. */
    readonly fields: { field: string; message?: string }[] = [],
  ) {
    super(message);
  }

  /** Whether the same may be asked again later; other refusals need the person. */
  get isPassing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

export const isUnknownToken = (error: unknown): boolean => error instanceof Refusal && error.status === 401;

const bearer = (token: string | undefined): Record<string, string> =>
  token ? { Authorization: `Bearer ${token}` } : {};

async function refusalOf(response: Response): Promise<Refusal> {
  type Told = { error?: { message?: string; fields?: Refusal["fields"] } } | undefined;
  const told = (await response.json().catch(() => undefined)) as Told;
  const words = told?.error?.message ?? "うまく送れませんでした。少し待って、もう一度お試しください。";
  const wait = (Number(response.headers.get("Retry-After")) || 0) * 1_000;
  return new Refusal(response.status, words, wait, told?.error?.fields);
}

export async function call(
  address: string,
  method: string,
  token: string | undefined,
  body?: unknown,
): Promise<unknown> {
  const late = new AbortController();
  // Until the answer is read: one that is cut in its middle is none.
  const timer = setTimeout(() => late.abort(), CALL_MS);
  try {
    return await answerTo(address, method, token, body, late.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function answerTo(
  address: string,
  method: string,
  token: string | undefined,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(address, {
    method,
    signal,
    headers: { ...bearer(token), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await refusalOf(response);
  return response.status === 204 ? undefined : response.json();
}

/** Read the stream until it ends; throws when it breaks or falls silent. EventSource cannot send the token. */
export async function stream(
  address: string,
  token: string | undefined,
  after: number,
  signal: AbortSignal,
  take: (events: ServerEvent[]) => void,
): Promise<void> {
  const silent = new AbortController();
  const stop = () => silent.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  let watchdog = setTimeout(stop, FIRST_BYTES_MS);
  try {
    const headers = { ...bearer(token), Accept: "text/event-stream", "Last-Event-ID": String(after) };
    const response = await fetch(address, { headers, signal: silent.signal, cache: "no-store" });
    if (!response.ok || !response.body) throw await refusalOf(response);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventParser();
    for (let heard = false; ; heard = true) {
      const { done, value } = await reader.read();
      // A stream that ends without a word is none: something on the way does not let it through.
      if (done && !heard) throw new Error("empty stream");
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE_MS);
      take(parser.push(decoder.decode(value, { stream: true })));
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener("abort", stop);
    stop();
  }
}
