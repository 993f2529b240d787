import { expect, test } from "vitest";
import { wantedPage } from "../../src/console/wanted";

test("a page of the office is gone on to, and nothing else", () => {
  expect(wantedPage("?to=%2Fconsole%2Fnotices")).toBe("/console/notices");
  expect(wantedPage("?to=%2Fconsole%2Fappointments%3Fweek%3D2026-11-23")).toBe(
    "/console/appointments?week=2026-11-23",
  );
  for (const to of [
    "",
    "/console",
    "//evil.example",
    "/console//evil.example",
    "https://evil.example",
    "/console/\\evil",
    "/console/\nx",
  ])
    expect(wantedPage(`?to=${encodeURIComponent(to)}`)).toBeUndefined();
});
