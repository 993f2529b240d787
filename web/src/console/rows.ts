/** Lists of cases, pure: order, counts, and who needs somebody now. */

import type { Filters } from "./filter";
import type { DeskState } from "./store";
import type { CaseRow, CaseState, DeskMessage, Tab } from "./types";

export const isWaiting = (row: CaseRow) => row.state === "queued" || row.state === "message_left";

/** Put off, and its time has not come. */
export const isAsleep = (row: CaseRow): boolean =>
  row.snooze !== null && !row.snooze.promise && !row.snooze.due;
export const isDue = (row: CaseRow): boolean => row.snooze?.due === true;

/** What a case is about at the moment: what was said last where a consultant has it, else what was asked. */
export const about = (row: CaseRow): string =>
  row.state === "consultant" ? row.last_message || row.question : row.question || row.last_message;

/** Whether a person waits for a word, and nobody put that off. */
export const waits = (row: CaseRow): boolean => row.waits_since !== null && !isAsleep(row);
export const isMuted = (row: CaseRow) => row.muted_until !== null;

const MARKED: Record<Exclude<Filters["mark"], "">, (row: CaseRow) => boolean> = {
  urgent: (row) => row.flags.length > 0,
  waits,
  promise: (row) => row.snooze?.promise === true,
  later: isAsleep,
  line: (row) => row.channel === "line",
  muted: isMuted,
};

export function filtered(rows: CaseRow[], { owner, topic, mark, tag }: Filters): CaseRow[] {
  return rows.filter(
    (row) =>
      (!owner || row.owner?.account_id === owner) &&
      (!topic || row.topic === topic) &&
      (!mark || MARKED[mark](row)) &&
      (!tag || row.tags.includes(tag)),
  );
}

/** Below zero where `a` has the claim and `b` has not. */
const first = (a: CaseRow, b: CaseRow, claim: (row: CaseRow) => boolean) =>
  Number(claim(b)) - Number(claim(a));

/** One's own cases: danger, what is due, who waits for a word (the longest first), then what was said last. */
export function byWait(rows: CaseRow[]): CaseRow[] {
  const time = (moment: string | null) => (moment ? Date.parse(moment) : 0);
  return [...rows].sort(
    (a, b) =>
      first(a, b, (row) => row.flags.length > 0 && waits(row)) ||
      first(a, b, isDue) ||
      first(a, b, waits) ||
      (waits(a)
        ? time(a.waits_since) - time(b.waits_since)
        : first(b, a, isAsleep) || time(b.last_message_at) - time(a.last_message_at)),
  );
}

/** The case to go on with when one is done: an own one that waits, else who waits for anybody. */
export function nextCase(rows: CaseRow[], me: string, done: string): string | undefined {
  const others = rows.filter((row) => row.case_id !== done);
  const own = byWait(others.filter((row) => isMine(row, me) && (waits(row) || isDue(row))));
  const waiting = ordered(
    others.filter((row) => row.state === "queued"),
    "queued",
  );
  return (own[0] ?? waiting[0])?.case_id;
}

/** Cries for help first, what is due, then who waits longest; mails that can wait and what was put off come last; closed ones as they come. */
export function ordered(rows: CaseRow[], state: CaseState): CaseRow[] {
  if (state === "closed") return rows;
  return [...rows].sort(
    (a, b) =>
      first(a, b, (row) => row.flags.length > 0) ||
      first(a, b, isDue) ||
      first(b, a, isAsleep) ||
      first(b, a, isMuted) ||
      first(b, a, (row) => row.can_wait) ||
      Date.parse(a.waiting_since) - Date.parse(b.waiting_since),
  );
}

/** The cases of the tab; undefined while loading. */
export function visible(state: DeskState): CaseRow[] | undefined {
  const { tab } = state;
  if (tab === "closed") return state.closed && filtered(state.closed, state.filters);
  if (!state.open) return undefined;
  const rows = filtered(state.open, state.filters);
  if (tab === "mine") return byWait(rows.filter((row) => isMine(row, state.me)));
  return ordered(
    rows.filter((row) => row.state === tab),
    tab,
  );
}

export function counts(rows: CaseRow[], me = ""): Partial<Record<Tab, number>> {
  const found: Partial<Record<Tab, number>> = {};
  const count = (tab: Tab) => {
    found[tab] = (found[tab] ?? 0) + 1;
  };
  for (const row of rows) {
    count(row.state);
    if (row.state !== "closed" && isMine(row, me)) count("mine");
  }
  return found;
}

export const isMine = (row: CaseRow, me: string) => row.owner?.account_id === me;

/** Cases in danger, those that wait for anybody, and own ones with something unanswered or due: the number in the title. */
export function attention(rows: CaseRow[], me: string): number {
  return rows.filter(
    (row) =>
      row.state === "alert" ||
      (isWaiting(row) && !isMuted(row)) ||
      (isMine(row, me) && (isDue(row) || waits(row))),
  ).length;
}

/** The desk's own times (`desk/conversation/timers.py`): unseen for so long, an owner's unanswered cases go back. */
const LOST_AFTER_MIN = 10;
const WARNED_AFTER_MIN = 5;

/** While nothing gets through: that own unanswered cases will go back to the queue, in words; empty where none will. */
export function leftBeforeReturn(state: DeskState, me: string, now: number): string {
  const away = Math.floor((now - state.loadedAt) / 60_000);
  if (!state.loadedAt || away < WARNED_AFTER_MIN) return "";
  const waiting = (state.open ?? []).filter((row) => isMine(row, me) && waits(row));
  if (!waiting.length) return "";
  const left = Math.max(0, LOST_AFTER_MIN - away);
  const when = left ? `あと約${left}分つながらないと` : "まもなく";
  return ` 返事を待っている相談 ${waiting.length}件は、${when}列に戻ります。`;
}

/** The row that j or k goes to. */
export function neighbour(ids: string[], selected: string | undefined, step: 1 | -1): string | undefined {
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  if (at < 0) return ids[0];
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}

/** Messages in the order they were said: one that LINE brought late stands where it belongs. */
export function inOrder(messages: DeskMessage[]): DeskMessage[] {
  return [...messages].sort((a, b) => Date.parse(a.sent_at) - Date.parse(b.sent_at) || a.seq - b.seq);
}
