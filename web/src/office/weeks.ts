/**
 * In a calendar of free times: opening a week goes on among its times. Browsers stop at the first button of a group that has
 * nothing chosen, so that Tab alone would pass over every week but the first.
 */

/** The first time of a week that is shown: the style hides those of other ways. */
function firstTime(week: HTMLDetailsElement): HTMLInputElement | undefined {
  return [...week.querySelectorAll<HTMLInputElement>('[name="slot"]')].find(
    (time) => getComputedStyle(time.parentElement ?? time).display !== "none",
  );
}

export function followWeeks(calendar: HTMLElement): void {
  for (const week of calendar.querySelectorAll("details"))
    week.querySelector("summary")?.addEventListener("click", () => {
      // It opens when this click is done.
      if (!week.open) setTimeout(() => firstTime(week)?.focus());
    });
}
