// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { followWeeks } from "../../src/office/weeks";

const time = (way: string, at: string, isShown: boolean) =>
  `<label${isShown ? "" : ' style="display:none"'}><input type="radio" name="slot" value="${way} ${at}"></label>`;

function calendar(): HTMLElement {
  document.body.innerHTML = `<div>${["9:00", "10:00"]
    .map(
      (at) =>
        `<details><summary>${at}</summary>${time("online", at, false)}${time("phone", at, true)}</details>`,
    )
    .join("")}</div>`;
  return document.querySelector("div") as HTMLElement;
}

test("a week that is opened goes on at its first time of the way that is shown", async () => {
  const found = calendar();
  followWeeks(found);

  found.querySelectorAll("summary")[1]?.click();

  await vi.waitFor(() => expect((document.activeElement as HTMLInputElement).value).toBe("phone 10:00"));
});

test("one that is folded keeps the focus where it is", async () => {
  const found = calendar();
  followWeeks(found);
  const [week] = found.querySelectorAll("details");
  const summary = week?.querySelector("summary");
  if (week) week.open = true;
  summary?.focus();

  summary?.click();
  await new Promise((resolve) => setTimeout(resolve));

  expect(document.activeElement).toBe(document.body.querySelector("summary"));
});
