/**
 * One stream for all tabs of a browser: over HTTP/1.1 six connections are all that there are to a host, and pages that
 * each hold one take them all. The tab that has the lock listens and passes on what it hears; the others are told.
 */

import type { ServerEvent } from "../shared/sse";

/** What the tab with the stream missed to pass on is asked for, once soon and then rarely. */
const SOON_MS = 500;
const RARELY_MS = 30_000;

/** Whether tabs of this browser can agree at all: both came with Safari 15.4; only secure pages have locks. */
const canAgree = () => "locks" in navigator && "BroadcastChannel" in window;

/** Do something that no other tab does at the same time. */
export function alone<T>(what: string, work: () => Promise<T>): Promise<T> {
  return canAgree() ? (navigator.locks.request(`hitohata.${what}`, work) as Promise<T>) : work();
}

/** Listen once it is this tab's turn; until then, ask now and then. Throws what `listen` throws, and when it is cut. */
export async function takeTurn(
  token: string | undefined,
  cut: AbortSignal,
  listen: () => Promise<void>,
  poll: () => Promise<void>,
): Promise<void> {
  if (!canAgree()) return listen();
  let isListening = false;
  let timer = setTimeout(function ask() {
    timer = setTimeout(ask, RARELY_MS);
    poll().catch(() => undefined);
  }, SOON_MS);
  const mine = () => {
    isListening = true;
    clearTimeout(timer);
    return listen();
  };
  try {
    await navigator.locks.request(`hitohata.stream.${token}`, { signal: cut }, mine);
  } catch (error) {
    // In a frame without an origin of its own there are no locks.
    if (isListening || cut.aborted) throw error;
    await mine();
  } finally {
    clearTimeout(timer);
  }
}

type Told = { token: string | undefined; events: ServerEvent[] };

/** What tabs tell each other; `hear` gets what concerns the conversation of a token. */
export class Tabs {
  private channel: BroadcastChannel | undefined;

  open(hear: (token: string | undefined, events: ServerEvent[]) => void): void {
    if (this.channel || !canAgree()) return;
    this.channel = new BroadcastChannel("hitohata");
    this.channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data.token, data.events);
  }

  tell(token: string | undefined, events: ServerEvent[]): void {
    this.channel?.postMessage({ token, events } satisfies Told);
  }

  close(): void {
    this.channel?.close();
    this.channel = undefined;
  }
}
