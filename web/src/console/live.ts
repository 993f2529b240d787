/** Hears of changes: by the event stream where it works, by asking again every few seconds where it does not. */

import type { DeskMessage, Note } from "./types";

/** Streams may be blocked on the way to the city's network; asking again always works. */
export const POLL_MS = 5_000;
/** The desk pings every 15 s: much longer silence means that something holds the stream back. */
export const SILENT_MS = 40_000;
/** Even with a healthy stream the lists are compared now and then; it also tells the desk that one is there. */
const COMPARE_MS = 15_000;
const LONGEST_PAUSE_MS = 60_000;
/** Between two readings of the lists on a busy day. */
export const BREATH_MS = 250;

/** Pause before the n-th new try to open a stream that was refused. */
export const pauseMs = (tries: number): number => Math.min(LONGEST_PAUSE_MS, POLL_MS * 2 ** tries);

/** Whether it is time to ask: often while nothing streams, seldom otherwise. */
export function isDue(now: number, askedAt: number, heardAt: number, isOpen: boolean): boolean {
  const isStreaming = isOpen && now - heardAt < SILENT_MS;
  return now - askedAt >= (isStreaming ? COMPARE_MS : POLL_MS);
}

export interface Hear {
  reload: () => void;
  message: (id: string, message: DeskMessage) => void;
  note: (id: string, note: Note) => void;
}

export function listen(hear: Hear): () => void {
  let stream: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let heardAt = Date.now();
  let askedAt = Date.now();
  const reload = () => {
    askedAt = Date.now();
    hear.reload();
  };
  const on = (name: string, take: (data: never) => void) =>
    stream?.addEventListener(name, (event) => {
      heardAt = Date.now();
      try {
        take(JSON.parse((event as MessageEvent<string>).data) as never);
      } catch {
        reload(); // not what was agreed on: read it all
      }
    });
  const open = () => {
    stream = new EventSource("/api/console/events");
    stream.onopen = () => {
      tries = 0;
      heardAt = Date.now();
      reload(); // what happened while there was no stream
    };
    stream.onerror = () => {
      // A broken stream is opened again by the browser, a refused one is not.
      if (stream?.readyState === EventSource.CLOSED) again = setTimeout(open, pauseMs(tries++));
    };
    on("cases", reload);
    on("message", (data: { case_id: string; message: DeskMessage }) =>
      hear.message(data.case_id, data.message),
    );
    on("note", (data: { case_id: string; note: Note }) => hear.note(data.case_id, data.note));
    on("ping", () => undefined);
  };
  const timer = setInterval(() => {
    if (isDue(Date.now(), askedAt, heardAt, stream?.readyState === EventSource.OPEN)) reload();
  }, 1_000);
  // A laptop that wakes up, a network that comes or goes, a tab that is looked at again: do not wait for the timer.
  const woken = () => document.visibilityState === "visible" && reload();
  addEventListener("online", reload);
  addEventListener("offline", reload);
  document.addEventListener("visibilitychange", woken);
  open();
  return () => {
    removeEventListener("online", reload);
    removeEventListener("offline", reload);
    document.removeEventListener("visibilitychange", woken);
    clearInterval(timer);
    clearTimeout(again);
    stream?.close();
  };
}

/** Runs `work` once at a time; calls during a run make one more run after it. */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isWanted = false;
  return () => {
    isWanted = true;
    running ??= (async () => {
      try {
        while (isWanted) {
          isWanted = false;
          await work();
          // On a busy day the lists are read a few times a second, not at every message.
          if (isWanted) await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
        }
      } finally {
        running = undefined;
      }
    })();
    return running;
  };
}
