/** Unsent replies and notes, one of each per case and writer, kept in this browser; a reply with the number that was newest when it was begun. */

import { ownKey } from "../shared/own-words";

export interface Draft {
  text: string;
  /** What came after this number has to be looked at before the draft is sent. */
  seen?: number;
  /** Written in やさしい日本語. */
  easy?: boolean;
}

const key = (id: string) => ownKey("draft", id);
const noteKey = (id: string) => ownKey("note", id);

export function decode(stored: string | null): Draft {
  if (!stored) return { text: "" };
  try {
    const found = JSON.parse(stored) as { text?: unknown; seen?: unknown; easy?: unknown } | null;
    if (typeof found?.text === "string")
      return {
        text: found.text,
        ...(typeof found.seen === "number" ? { seen: found.seen } : {}),
        ...(found.easy === true ? { easy: true } : {}),
      };
  } catch {
    /* plain text, as it was kept before */
  }
  return { text: stored };
}

export function recallDraft(id: string): Draft {
  try {
    return decode(localStorage.getItem(key(id)));
  } catch {
    return { text: "" };
  }
}

export function keepDraft(id: string, draft: Draft): void {
  try {
    if (draft.text || draft.easy) localStorage.setItem(key(id), JSON.stringify(draft));
    else localStorage.removeItem(key(id));
  } catch {
    /* no storage: the draft lives as long as the page */
  }
}

/**
 * Calls where another tab dropped what was kept of a case: it sent its own words, and these here are to be kept again.
 * Returns how to stop.
 */
export function whenDropped(kind: "draft" | "note", id: string, keepAgain: () => void): () => void {
  const look = (event: StorageEvent) => {
    if (event.key === (kind === "draft" ? key : noteKey)(id) && event.newValue === null) keepAgain();
  };
  addEventListener("storage", look);
  return () => removeEventListener("storage", look);
}

/** A note that was begun; empty where none was. */
export function recallNote(id: string): string {
  try {
    return localStorage.getItem(noteKey(id)) ?? "";
  } catch {
    return "";
  }
}

export function keepNote(id: string, text: string): void {
  try {
    if (text) localStorage.setItem(noteKey(id), text);
    else localStorage.removeItem(noteKey(id));
  } catch {
    /* no storage: the note lives as long as the case is open */
  }
}
