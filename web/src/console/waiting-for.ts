/** What waits for whom: the lists of 今日やること, pure. */

import { isHandedToMe } from "./news-words";
import { isDue, ordered, waits } from "./rows";
import type { DeskState } from "./store";

export function waitingFor(me: string, state: DeskState) {
  const open = state.open ?? [];
  const own = open.filter((row) => row.owner?.account_id === me);
  const alerts = open.filter((row) => row.state === "alert");
  const waiting = ordered(
    open.filter((row) => row.state === "queued"),
    "queued",
  );
  const left = ordered(
    open.filter((row) => row.state === "message_left"),
    "message_left",
  );
  const handed = state.news.filter(isHandedToMe);
  const promised = open.filter((row) => row.snooze?.promise);
  const late = promised.filter(isDue);
  const due = own.filter((row) => isDue(row) && !row.snooze?.promise);
  const unanswered = own.filter((row) => waits(row) && !isDue(row));
  return { open, alerts, waiting, left, handed, promised, late, due, unanswered };
}
