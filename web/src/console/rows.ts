/** Lists of cases, pure: order, counts, who needs somebody now, and what is news. */

import type { DeskState } from "./store";
import type { Call, CaseRow, CaseState, DeskMessage } from "./types";

const isWaiting = (row: CaseRow) => row.state === "queued" || row.state === "message_left";

/** Put off, and its time has not come. */
export const isAsleep = (row: CaseRow): boolean =>
  row.snooze !== null && !row.snooze.promise && !row.snooze.due;
export const isDue = (row: CaseRow): boolean => row.snooze?.due === true;

/** Cries for help first, what is due, then who waits longest; what was put off comes last; closed ones as they come. */
export function ordered(rows: CaseRow[], state: CaseState): CaseRow[] {
  if (state === "closed") return rows;
  const first = (a: CaseRow, b: CaseRow, claim: (row: CaseRow) => boolean) =>
    Number(claim(b)) - Number(claim(a));
  return [...rows].sort(
    (a, b) =>
      first(a, b, (row) => row.flags.length > 0) ||
      first(a, b, isDue) ||
      first(b, a, isAsleep) ||
      Date.parse(a.waiting_since) - Date.parse(b.waiting_since),
  );
}

/** The cases of the tab; undefined while loading. */
export function visible(state: DeskState): CaseRow[] | undefined {
  if (state.tab === "closed") return state.closed;
  return (
    state.open &&
    ordered(
      state.open.filter((row) => row.state === state.tab),
      state.tab,
    )
  );
}

export function counts(rows: CaseRow[]): Partial<Record<CaseState, number>> {
  const found: Partial<Record<CaseState, number>> = {};
  for (const row of rows) found[row.state] = (found[row.state] ?? 0) + 1;
  return found;
}

const isMine = (row: CaseRow, me: string) => row.owner?.account_id === me;

/** Cases in danger, those that wait for anybody, and own ones with something unanswered or due: the number in the title. */
export function attention(rows: CaseRow[], me: string): number {
  return rows.filter(
    (row) =>
      row.state === "alert" ||
      isWaiting(row) ||
      (isMine(row, me) && (isDue(row) || (row.unread > 0 && !isAsleep(row)))),
  ).length;
}

/** What is worth a sound: cases that began to wait, more words in an own case, a time that came. Nothing at the first look. */
export function arrivals(before: CaseRow[] | undefined, after: CaseRow[], me: string): CaseRow[] {
  if (!before) return [];
  const known = new Map(before.map((row) => [row.case_id, row]));
  return after.filter((row) => {
    const old = known.get(row.case_id);
    if (isWaiting(row)) return !old || !isWaiting(old);
    if (!isMine(row, me) || old === undefined) return false;
    return row.unread > old.unread || (isDue(row) && !isDue(old));
  });
}

/** Cases with words of danger that were not there before: anybody's that nobody holds, and one's own. Nothing at the first look. */
export function dangers(before: CaseRow[] | undefined, after: CaseRow[], me: string): CaseRow[] {
  if (!before) return [];
  const known = new Map(before.map((row) => [row.case_id, row.danger]));
  return after.filter((row) => {
    if (!row.danger || (row.owner && !isMine(row, me))) return false;
    const old = known.get(row.case_id);
    return !old || row.danger.at > old.at || row.danger.count > old.count;
  });
}

/** Calls that were not there before. */
export function freshCalls(before: Call[] | undefined, after: Call[]): Call[] {
  const mark = (call: Call) => `${call.case_id} ${call.created_at}`;
  const known = new Set(before?.map(mark));
  return before ? after.filter((call) => !known.has(mark(call))) : [];
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
