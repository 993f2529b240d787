/** Lists of cases, pure: order, counts, who needs somebody now, and what is news. */

import type { DeskState } from "./store";
import type { CaseRow, CaseState } from "./types";

const isWaiting = (row: CaseRow) => row.state === "queued" || row.state === "message_left";

/** Cries for help first, then who waits longest; closed ones as they come. */
export function ordered(rows: CaseRow[], state: CaseState): CaseRow[] {
  if (state === "closed") return rows;
  return [...rows].sort(
    (a, b) =>
      Number(b.flags.length > 0) - Number(a.flags.length > 0) ||
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

/** Cases that wait for anybody, and own ones with something unanswered: the number in the title. */
export function attention(rows: CaseRow[], me: string): number {
  return rows.filter((row) => isWaiting(row) || (row.owner?.account_id === me && row.unread > 0)).length;
}

/** What is worth a sound: cases that began to wait, and more words in an own case. Nothing at the first look. */
export function arrivals(before: CaseRow[] | undefined, after: CaseRow[], me: string): CaseRow[] {
  if (!before) return [];
  const known = new Map(before.map((row) => [row.case_id, row]));
  return after.filter((row) => {
    const old = known.get(row.case_id);
    if (isWaiting(row)) return !old || !isWaiting(old);
    return row.owner?.account_id === me && old !== undefined && row.unread > old.unread;
  });
}

/** The row that j or k goes to. */
export function neighbour(ids: string[], selected: string | undefined, step: 1 | -1): string | undefined {
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  if (at < 0) return ids[0];
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}
