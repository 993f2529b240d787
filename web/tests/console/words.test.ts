import { describe, expect, it } from "vitest";
import type { CaseRow } from "../../src/console/types";
import { filled, masked, ordered, waitText } from "../../src/console/words";

const row = (case_id: string, waiting_since: string, flags: string[] = []): CaseRow =>
  ({ case_id, waiting_since, flags }) as unknown as CaseRow;

describe("the list", () => {
  it("puts cries for help first, then who waits longest", () => {
    const rows = [
      row("b", "2026-11-24T02:00"),
      row("a", "2026-11-24T01:00"),
      row("c", "2026-11-24T03:00", ["distress"]),
    ];
    expect(ordered(rows, "queued").map((r) => r.case_id)).toEqual(["c", "a", "b"]);
  });

  it("leaves closed cases as they come", () => {
    const rows = [row("b", "2"), row("a", "1")];
    expect(ordered(rows, "closed")).toEqual(rows);
  });
});

describe("words", () => {
  it.each([
    [0, "1分未満"],
    [12, "12分"],
    [60, "1時間"],
    [65, "1時間5分"],
  ])("%i minutes are %s", (minutes, words) => {
    expect(waitText(minutes)).toBe(words);
  });

  it("hides a contact until it is asked for", () => {
    expect(masked("taro@example.jp")).toBe("t…@example.jp");
    expect(masked("0134-00-0000")).toBe("01…00");
  });

  it("fills canned replies", () => {
    expect(filled("{相談員名}です（{受付番号}）", "佐藤", "OT-1124-01")).toBe("佐藤です（OT-1124-01）");
  });
});
