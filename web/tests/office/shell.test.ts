// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { groupsOf } from "../../src/console/header";
import { drawShell, fresh, type Shell } from "../../src/office/shell";

const shell = (other: Partial<Shell> = {}): Shell => ({
  open: true,
  opens_text: null,
  on_duty: 2,
  duty: true,
  waiting: [],
  ...other,
});
const one = { case_id: "k_1", receipt: "OT-1", is_danger: false };
let place: HTMLElement;

beforeEach(() => {
  place = document.createElement("div");
  place.dataset.counts = "yes";
  document.body.replaceChildren(place);
});

describe("the bar of the office's pages", () => {
  it("says whether the desk is open, who is there and how many wait, each time once", () => {
    drawShell(place, shell(), () => undefined);
    drawShell(place, shell({ waiting: [one] }), () => undefined);

    expect(place.textContent).toBe("受付中・在席 2人待ち 1在席");
    expect(place.querySelector("a")?.getAttribute("href")).toBe("/console");
    expect(place.querySelectorAll("label")).toHaveLength(1);
  });

  it("names the next opening, and shows danger in red", () => {
    drawShell(
      place,
      shell({ open: false, opens_text: "11月25日(水) 9:00", waiting: [{ ...one, is_danger: true }] }),
      () => undefined,
    );

    expect(place.textContent).toContain("時間外（次は 11月25日(水) 9:00）");
    expect(place.querySelector(".waiting.danger")).not.toBeNull();
  });

  it("lets one say that one is away, and has no such tick for who is never there", () => {
    const set = vi.fn();
    drawShell(place, shell(), set);
    place.querySelector("input")?.click();
    expect(set).toHaveBeenCalledWith(false);

    place.replaceChildren();
    place.dataset.counts = "no";
    drawShell(place, shell(), set);
    expect(place.querySelector("input")).toBeNull();
  });

  it("rings for who began to wait or to be in danger, not for who did before", () => {
    expect(fresh(undefined, [one])).toEqual([]);
    expect(fresh([one], [one, { ...one, case_id: "k_2" }])).toEqual([{ ...one, case_id: "k_2" }]);
    expect(fresh([one], [{ ...one, is_danger: true }])).toHaveLength(1);
  });
});

describe("the bar of the console", () => {
  it("leads to the first page of each group, in their order", () => {
    const page = (address: string, group: string) => ({ address, name: address, group });
    expect(
      groupsOf([page("/b", "予約"), page("/a", "自動応答"), page("/c", "自動応答"), page("/h", "設定")]),
    ).toEqual([
      { address: "/b", name: "予約" },
      { address: "/a", name: "自動応答" },
      { address: "/h", name: "設定" },
    ]);
  });
});
