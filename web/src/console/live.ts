/** Hears of changes: by the event stream where it comes through, else by asking the desk, which answers when there is news. */

import type { Changes, DeskMessage, Note } from "./types";

/** How often lists are compared while neither way works. */
export const POLL_MS = 5_000;
/** The desk pings every 15 s: much longer silence means that something holds the stream back. */
export const SILENT_MS = 40_000;
/** A stream says something at once: after this much silence it is taken for held back, and the desk is asked. */
export const PROBE_MS = 3_000;
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
  /** Asks the desk; answers when there is something after the mark, or after a while. */
  changes: (after: string) => Promise<Changes>;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks for changes, one question after the other, until told to stop. */
function asker(hear: Pick<Hear, "changes">, take: (event: string, data: unknown) => void) {
  let run = 0;
  const ask = async (mine: number) => {
    let after = "";
    while (mine === run) {
      try {
        const answer = await hear.changes(after);
        if (mine !== run) return;
        after = answer.next;
        for (const { event, data } of answer.events) take(event, data);
        if (!answer.events.length) take("ping", {});
      } catch {
        await sleep(POLL_MS);
      }
    }
  };
  let isOn = false;
  return {
    isOn: () => isOn,
    start: () => {
      if (isOn) return;
      isOn = true;
      run += 1;
      void ask(run);
    },
    stop: () => {
      isOn = false;
      run += 1;
    },
  };
}

export function listen(hear: Hear): () => void {
  let stream: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let probe: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let heardAt = Date.now();
  let askedAt = Date.now();
  const reload = () => {
    askedAt = Date.now();
    hear.reload();
  };
  const take = (name: string, data: unknown) => {
    heardAt = Date.now();
    if (name === "cases") reload();
    if (name === "message") {
      const news = data as { case_id: string; message: DeskMessage };
      hear.message(news.case_id, news.message);
    }
    if (name === "note") {
      const news = data as { case_id: string; note: Note };
      hear.note(news.case_id, news.note);
    }
  };
  const asking = asker(hear, take);
  const probeSoon = () => {
    clearTimeout(probe);
    probe = setTimeout(asking.start, PROBE_MS);
  };
  const open = () => {
    stream = new EventSource("/api/console/events");
    probeSoon();
    stream.onopen = reload; // what happened while there was no stream
    stream.onerror = () => {
      probeSoon();
      // A broken stream is opened again by the browser, a refused one is not.
      if (stream?.readyState === EventSource.CLOSED) again = setTimeout(open, pauseMs(tries++));
    };
    for (const name of ["cases", "message", "note", "ping"])
      stream.addEventListener(name, (event) => {
        clearTimeout(probe);
        asking.stop();
        tries = 0;
        try {
          take(name, JSON.parse((event as MessageEvent<string>).data));
        } catch {
          reload(); // not what was agreed on: read it all
        }
      });
  };
  const timer = setInterval(() => {
    const now = Date.now();
    const isStreaming = stream?.readyState === EventSource.OPEN;
    if (isStreaming && now - heardAt >= SILENT_MS) asking.start();
    if (isDue(now, askedAt, heardAt, isStreaming || asking.isOn())) reload();
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
    clearTimeout(probe);
    asking.stop();
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
