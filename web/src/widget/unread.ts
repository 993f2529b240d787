/** Tells what nobody has seen yet, and remembers what was seen. */

import { useEffect } from "preact/hooks";
import type { AppOptions } from "./app";
import { type Log, lastSeq, unread } from "./log";
import { recall, remember } from "./memory";

export function useUnread(log: Log, options: AppOptions): void {
  useEffect(() => {
    const look = () => {
      const { readSeq = 0 } = recall();
      const newest = lastSeq(log);
      const isShown = options.isShown();
      if (isShown && newest > readSeq) remember({ readSeq: newest });
      options.unread(isShown ? 0 : unread(log, readSeq));
    };
    look();
    return options.watchShown(look);
  }, [log, options]);
}
