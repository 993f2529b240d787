/** What is new since the last look: cases, words of danger, calls, news. Pure. */

import { isDue, isMine, isMuted, isWaiting } from "./rows";
import type { Call, CaseNews, CaseRow } from "./types";

/** What is worth a sound: cases that began to wait, more words in an own case, a time that came. Nothing at the first look. */
export function arrivals(before: CaseRow[] | undefined, after: CaseRow[], me: string): CaseRow[] {
  if (!before) return [];
  const known = new Map(before.map((row) => [row.case_id, row]));
  return after.filter((row) => {
    const old = known.get(row.case_id);
    if (isMuted(row)) return false;
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

/** What I was told that was not there before; at the first look everything is, for nobody has seen it. */
export function freshNews(before: CaseNews[] | undefined, after: CaseNews[]): CaseNews[] {
  const known = new Set(before?.map((one) => one.id));
  return after.filter((one) => !known.has(one.id));
}
