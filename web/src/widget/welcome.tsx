/** Greets who comes back to a conversation of an earlier visit, and lets them begin a new one. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Log } from "./log";
import { lastSeq } from "./log";

/** Sooner than this nobody has been away: a reload, the next page of the site. */
const AWAY_MS = 30 * 60_000;

export function useWelcome(log: Log, anew: (() => void) | undefined): JSX.Element | null {
  /** The number up to which the conversation is of an earlier visit; 0 where it is not, undefined before it is known. */
  const earlier = useRef<number>();
  const last = log.messages.at(-1);
  if (last && earlier.current === undefined) {
    const isAway = Math.abs(Date.now() - Date.parse(last.sent_at)) > AWAY_MS;
    earlier.current = log.messages.length > 1 && isAway ? last.seq : 0;
  }
  // Something was said: then it is over, also for a conversation begun anew that grows as long.
  if (last && last.seq !== earlier.current) earlier.current = 0;
  if (!earlier.current || lastSeq(log) !== earlier.current) return null;
  return (
    <div class="welcome">
      <p>おかえりなさい。前回の続きから話せます。</p>
      {anew && (
        <button type="button" onClick={anew}>
          新しく始める
        </button>
      )}
    </div>
  );
}
