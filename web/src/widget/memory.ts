/** What this device remembers: the token, unsent messages, the draft, preferences. One key, erasable at once. */

import { type Pending, shared } from "./log";

export interface Memory {
  token?: string | undefined;
  pending?: Pending[];
  draft?: string;
  easy?: boolean;
  size?: number;
  theme?: Theme;
  /** Tell of news by a sound and in the page's title. */
  alerts?: boolean;
  readSeq?: number;
}

export type Theme = "auto" | "light" | "dark";

const KEY = "hitohata.v1";

/** Storage may be forbidden (private mode, policies): then the conversation lasts as long as the page. */
let fallback: Memory = {};

export function recall(): Memory {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Memory) : {};
  } catch {
    return fallback;
  }
}

export function remember(change: Memory): void {
  fallback = { ...recall(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(fallback));
  } catch {
    /* kept in `fallback` */
  }
}

const FORM_KEY = "hitohata.form";

/** A form that was begun, in this tab only and until it is closed: addresses and numbers outlast no visit. */
export function rememberForm(form: object | undefined): void {
  try {
    if (form) sessionStorage.setItem(FORM_KEY, JSON.stringify(form));
    else sessionStorage.removeItem(FORM_KEY);
  } catch {
    /* then a reload loses it */
  }
}

export function recallForm(): object {
  try {
    return JSON.parse(sessionStorage.getItem(FORM_KEY) ?? "{}") as object;
  } catch {
    return {};
  }
}

export function forget(): void {
  rememberForm(undefined);
  const { easy = false, size = 0, theme = "auto", alerts = false } = recall();
  fallback = { easy, size, theme, alerts };
  try {
    localStorage.setItem(KEY, JSON.stringify(fallback));
  } catch {
    /* kept in `fallback` */
  }
}

/** What this tab has to send; other tabs' messages stay. */
export function rememberPending(before: Pending[], after: Pending[]): void {
  if (before !== after) remember({ pending: shared(recall().pending ?? [], before, after) });
}
