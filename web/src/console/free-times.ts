/** Free times of a week, pure: by beginning, by method, and in words. */

import type { FreeTime, FreeWeek } from "./types";

export type Methods = FreeTime["method"] | "";

/** The times of a day as one button for each beginning; whose time it is, is asked once one is chosen. */
export function byBeginning(times: FreeTime[], method: Methods): Map<string, FreeTime[]> {
  const found = new Map<string, FreeTime[]>();
  for (const time of times)
    if (!method || time.method === method) found.set(time.begin, [...(found.get(time.begin) ?? []), time]);
  return found;
}

/** The methods that somebody offers in this week, in the order in which they come. */
export function methodsOf(week: FreeWeek): [FreeTime["method"], string][] {
  const found = new Map(
    week.days.flatMap((day) => day.times.map((time) => [time.method, time.method_name] as const)),
  );
  return [...found];
}

/** 11月25日(水) as the two lines that a narrow column has room for. */
export function dayLines(name: string): string[] {
  const [, month, day, weekday] = /^(\d+)月(\d+)日(\(.+\))$/.exec(name) ?? [];
  return weekday ? [`${month}/${day}`, weekday] : [name];
}

/** What a reply says of times that are offered. */
export function offerWords(chosen: string[]): string {
  return [
    "次の日時はいかがでしょうか。ご都合のよいものをお知らせください。",
    ...chosen.map((time) => `・${time}`),
  ].join("\n");
}

/** When a time begins, as its value has it: `online 2026-11-25T10:00 a_1`. */
export const moment = (time: FreeTime) => time.value.split(" ")[1] ?? "";
