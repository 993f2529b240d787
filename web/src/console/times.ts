/** Moments that a consultant reads and chooses, pure: always Japanese time, whatever the browser's zone. */

import { clockTime, dayOf } from "../shared/dates";

const HOUR_MS = 3_600_000;
/** Japan has no summer time. */
const JAPAN = "+09:00";

/** An hour from now, on the next full minute. */
export function hourLater(now: number): string {
  return new Date(Math.ceil((now + HOUR_MS) / 60_000) * 60_000).toISOString();
}

/** What a field for date and time holds (2026-11-25T10:00), as a moment; nothing while it is not whole. */
export function japaneseMoment(local: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return undefined;
  const iso = `${local}:00${JAPAN}`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

/** 11/25 9:00 */
export const shortMoment = (iso: string): string =>
  `${dayOf(iso).replace(/(\d+)月(\d+)日.*/, "$1/$2")} ${clockTime(iso)}`;

/** Whoever left a message does not sit and wait: when it came is told, minutes of opening would say nothing. */
export const leftAt = (iso: string): string => `${shortMoment(iso)} の伝言`;
