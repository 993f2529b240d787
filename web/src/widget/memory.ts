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

/** What was begun and not sent, in this tab only and until it is closed: addresses, numbers and pictures outlast no visit. */
type Begun = "form" | "photo";

/** Whether it is kept; what is not is lost with a reload. */
export function rememberBegun(kind: Begun, begun: object | undefined): boolean {
  try {
    // First, so that a larger one that finds no room leaves no older one in its place.
    sessionStorage.removeItem(`hitohata.${kind}`);
    if (begun) sessionStorage.setItem(`hitohata.${kind}`, JSON.stringify(begun));
    return true;
  } catch {
    return false;
  }
}

export function recallBegun(kind: Begun): object {
  try {
    return JSON.parse(sessionStorage.getItem(`hitohata.${kind}`) ?? "{}") as object;
  } catch {
    return {};
  }
}

/** Photos that this page sent, by the id they were sent with: the desk shows them to consultants only. */
export const sentPhotos = new Map<string, string>();

export function forget(): void {
  rememberBegun("form", undefined);
  rememberBegun("photo", undefined);
  sentPhotos.clear();
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
