/** Dates as people in Japan read them: Japanese time whatever the browser's zone, always with the weekday. */

const ZONE = "Asia/Tokyo";
const WEEKDAYS = "日月火水木金土";

export function clockTime(iso: string): string {
  return new Intl.DateTimeFormat("ja-JP", {
    timeZone: ZONE,
    hour: "numeric",
    minute: "2-digit",
    hour12: false,
  }).format(new Date(iso));
}

/** 2026-11-23 → 2026年11月23日(月); a calendar day has no zone. */
export function longDate(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return `${year}年${month}月${date}日(${weekday})`;
}

/** 2024 → 2024年, 2024-04 → 2024年4月, 2024-04-09 → 2024年4月9日: a page's own date may lack day and month. */
export function partialDate(found: string): string {
  return found
    .split("-")
    .map((part, index) => `${Number(part)}${"年月日"[index]}`)
    .join("");
}

/** Whether the browser's clock shows another time than Japan's: then people are told whose time they read. */
export function isAbroad(iso: string): boolean {
  return new Date(iso).getTimezoneOffset() !== -9 * 60;
}

/** The day of a moment in Japan, as 11月24日(火). */
export function dayOf(iso: string): string {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(new Date(iso));
  return longDate(day).replace(/^\d+年/, "");
}

/** The day and the time of a moment in Japan. */
export const momentOf = (iso: string): string => `${dayOf(iso)} ${clockTime(iso)}`;
