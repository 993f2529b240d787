/** A case with what the server hides until somebody asks: contacts, wherever they were written. Pure. */

import type { CasePage, Whole } from "./types";

/** Whether there is anything to ask for. */
export function hides({ case: found, messages, notes }: CasePage): boolean {
  return (
    found.contact !== null ||
    found.has_hidden ||
    messages.some((message) => message.has_hidden) ||
    notes.some((note) => note.has_hidden)
  );
}

/** The page with everything that was asked for in its place; what came later stays hidden. */
export function uncovered(page: CasePage, whole: Whole | null): CasePage {
  if (!whole) return page;
  const parts = new Map(whole.messages.map((message) => [message.seq, message.parts]));
  const texts = new Map(whole.notes.map((note) => [note.id, note.text]));
  return {
    ...page,
    case: { ...page.case, ...whole.words, contact: whole.contact },
    messages: page.messages.map((message) => ({
      ...message,
      parts: parts.get(message.seq) ?? message.parts,
    })),
    notes: page.notes.map((note) => ({ ...note, text: texts.get(note.id) ?? note.text })),
  };
}
