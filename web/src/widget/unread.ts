/** Tells what nobody has seen yet, by a sound too where that is wished, and remembers what was seen. */

import { useEffect, useRef } from "preact/hooks";
import { type Log, lastSeq, unread } from "./log";
import { recall, remember } from "./memory";
import type { AppOptions } from "./options";

export function useUnread(log: Log, options: AppOptions, seen: (seq: number) => void): void {
  const told = useRef(0);
  useEffect(() => {
    const look = () => {
      const { readSeq = 0 } = recall();
      const newest = lastSeq(log);
      const isShown = options.isShown();
      const count = isShown ? 0 : unread(log, readSeq);
      if (isShown && newest > readSeq) {
        remember({ readSeq: newest });
        // A reply that was seen needs no mail about it.
        if (log.messages.some((message) => message.author === "consultant" && message.seq > readSeq))
          seen(newest);
      }
      options.unread(count);
      if (count > told.current && recall().alerts)
        import("./sound").then(({ chime }) => chime()).catch(() => undefined);
      told.current = count;
    };
    look();
    return options.watchShown(look);
  }, [log, options, seen]);
}
