/** The page of a case when it is read again: nothing that came meanwhile or was read backwards is lost. Pure. */

import type { CasePage } from "./types";

export function readAgain(before: CasePage | undefined, page: CasePage): CasePage {
  // A read that began before the latest event must not take back what the event brought.
  const messages = withLater(before?.messages ?? [], page.messages, (message) => message.seq);
  const notes = withLater(before?.notes ?? [], page.notes, (note) => note.id);
  const titles = { ...before?.titles, ...page.titles };
  // Pages that were read backwards stay: whoever reads up there is not torn away by a change of the case.
  const first = page.messages[0]?.seq ?? 0;
  const earlier = page.has_older ? (before?.messages ?? []).filter((message) => message.seq < first) : [];
  const has_older = earlier.length && before ? before.has_older : page.has_older;
  return { ...page, messages: [...earlier, ...messages], has_older, notes, titles };
}

/** Both lists as one, by rising key, each key once; the newer list wins. */
export function merged<T>(before: T[], after: T[], key: (item: T) => number): T[] {
  const all = new Map<number, T>();
  for (const item of [...before, ...after]) all.set(key(item), item);
  return [...all.values()].sort((a, b) => key(a) - key(b));
}

/** What was read, and what came later than all of it; anything else that is missing was erased, and goes. */
function withLater<T>(before: T[], read: T[], key: (item: T) => number): T[] {
  const last = read[read.length - 1];
  if (!last) return read;
  return [...read, ...before.filter((item) => key(item) > key(last))];
}
