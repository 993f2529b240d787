/** Whether the log shows that somebody is writing, when it is quiet enough to be read out, and what is read out beside it. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Standing } from "../shared/types";
import { isWaiting, type Log } from "./log";
import { recall } from "./memory";
import { statusNews } from "./status-line";

/** After this long without an answer the dots say nothing true any more. */
const DOTS_MS = 12_000;
/** As long as this an old conversation may take to be put on the screen. */
const SETTLE_MS = 1_000;

export function useDots(log: Log): boolean {
  const waiting = isWaiting(log);
  const last = log.messages.at(-1)?.seq;
  const [isTired, setTired] = useState(false);
  // a new message starts the clock anew
  useEffect(() => {
    setTired(false);
    if (!waiting) return;
    const timer = setTimeout(() => setTired(true), DOTS_MS);
    return () => clearTimeout(timer);
  }, [waiting, last]);
  return waiting && !isTired;
}

/** False while a stored conversation comes back: a screen reader would read all of it out. */
export function useIsSettled(log: Log): boolean {
  const isResumed = useRef(Boolean(recall().token)).current;
  const isThere = log.messages.length > 0;
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    setSettled(false);
    if (!isThere) return;
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isThere]);
  return isSettled || !isResumed;
}

/** What the line under the title has to say to who does not see it; the rest comes as messages, and once is enough. */
export function useQuietNews(standing: Standing | undefined): string {
  const known = useRef<{ standing: Standing | undefined; words: string }>({ standing, words: "" });
  const { current } = known;
  if (standing !== current.standing)
    known.current = { standing, words: statusNews(current.standing, standing) };
  return known.current.words;
}
