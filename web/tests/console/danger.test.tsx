// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { Alarms } from "../../src/console/alarm";
import { dangers } from "../../src/console/arrivals";
import { GuidanceCard } from "../../src/console/guidance";
import { why } from "../../src/console/marks";
import { attention, ordered } from "../../src/console/rows";
import { begin, reduce } from "../../src/console/store";
import type { CaseDanger, CaseRow, Danger, Mark } from "../../src/console/types";
import { page, row } from "./samples";

const DANGER: Danger = {
  kind: "distress",
  subject: "suicide",
  words: "もう消えたい",
  count: 1,
  seq: 3,
  at: "2026-11-24T01:00:00+00:00",
};
const MARK: Mark = {
  id: "d_1",
  seq: 3,
  kind: "distress",
  subject: "suicide",
  subject_name: "自殺・自傷",
  words: "もう消えたい",
  by: "rule",
  by_name: "言葉の一覧",
  rule_name: "消えたい・いない方がいい",
  score: null,
  reason: null,
  at: DANGER.at,
  state: "open",
  settle_reason: null,
};
const FOUND: CaseDanger = {
  marks: [MARK],
  guidance: {
    title: "自殺・自傷のおそれ",
    say: ["まず受けとめる。"],
    avoid: ["励まさない。"],
    call: ["119"],
    numbers: [{ label: "警察", tel: "110" }],
  },
  subjects: { suicide: "自殺・自傷" },
};
const owned = (id: string) => ({ owner: { account_id: id, name: id } });
const ids = (rows: CaseRow[]) => rows.map((found) => found.case_id);

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

function drawn(element: preact.JSX.Element): HTMLElement {
  const box = document.createElement("div");
  document.body.append(box);
  render(element, box);
  return box;
}

test("danger is news for whoever may help: anybody's that nobody holds, and one's own", () => {
  const before = ["alert", "queued", "left", "mine", "theirs"].map((id) => row(id));
  const after = [
    row("alert", { state: "alert", danger: DANGER }),
    row("queued", { danger: DANGER }),
    row("left", { state: "message_left", danger: DANGER }),
    row("mine", { state: "consultant", ...owned("me"), danger: DANGER }),
    row("theirs", { state: "consultant", ...owned("other"), danger: DANGER }),
  ];

  expect(ids(dangers(before, after, "me"))).toEqual(["alert", "queued", "left", "mine"]);
  expect(dangers(undefined, after, "me")).toEqual([]);
  expect(dangers(after, after, "me")).toEqual([]);
});

test("more words of danger in the same case are news again", () => {
  const more = { ...DANGER, count: 2, at: "2026-11-24T01:05:00+00:00" };

  expect(dangers([row("a", { danger: DANGER })], [row("a", { danger: more })], "me")).toHaveLength(1);
  expect(dangers([row("a", { danger: more })], [row("a", { danger: null })], "me")).toEqual([]);
});

test("an alert asks for attention, and danger stands before the longest wait", () => {
  const rows = [row("old"), row("new", { flags: ["distress"], waiting_since: "2026-11-24T11:00:00+09:00" })];

  expect(ids(ordered(rows, "queued"))).toEqual(["new", "old"]);
  expect(attention([row("a", { state: "alert" })], "me")).toBe(1);
});

test("the alarm stays until its case is opened or somebody says that they know", () => {
  let state = reduce(begin(undefined), { type: "alarmed", ids: ["a", "b"] });
  state = reduce(state, { type: "alarmed", ids: ["a"] });
  expect(state.alarms).toEqual(["a", "b"]);

  expect(reduce(state, { type: "selected", id: "a" }).alarms).toEqual(["b"]);
  expect(reduce(state, { type: "alarm-seen", id: "b" }).alarms).toEqual(["a"]);
});

test("the alarm is read out, and leads to the case", () => {
  const open = [row("a", { state: "alert", danger: DANGER }), row("b")];
  const state = { ...begin(undefined), open, alarms: ["a", "b", "gone"] };

  const box = drawn(<Alarms state={state} tell={() => undefined} />);

  expect(box.querySelector('[role="alert"]')?.textContent).toContain("もう消えたい");
  expect(box.querySelectorAll("p")).toHaveLength(1);
  expect(box.querySelector("a")?.getAttribute("href")).toBe("#/cases/a");
});

test("a mark says why it is there", () => {
  expect(why(MARK)).toBe("言葉の一覧：消えたい・いない方がいい");
  expect(why({ ...MARK, by_name: "学習した判定", rule_name: null, score: 0.974 })).toBe("学習した判定：97%");
  expect(why({ ...MARK, by_name: "職員", rule_name: null, reason: "声が沈んでいた" })).toBe(
    "職員：声が沈んでいた",
  );
});

test("the guidance says what to say, what not, and whom to call; it goes with the last mark", () => {
  const found = { ...page("a", [3]), danger: FOUND };
  const box = drawn(<GuidanceCard page={found} mayWrite isBusy={false} run={() => undefined} />);

  for (const words of [
    "自殺・自傷のおそれ",
    "まず受けとめる。",
    "励まさない。",
    "110",
    "主任を呼ぶ",
    "消えたい・いない方がいい",
  ])
    expect(box.textContent).toContain(words);

  const none = { ...found, danger: { ...FOUND, guidance: null } };
  expect(drawn(<GuidanceCard page={none} mayWrite isBusy={false} run={() => undefined} />).textContent).toBe(
    "",
  );
});

test("who may not write is shown no buttons", () => {
  const found = { ...page("a", [3]), danger: FOUND };

  const box = drawn(<GuidanceCard page={found} mayWrite={false} isBusy={false} run={() => undefined} />);

  expect(box.querySelectorAll("button")).toHaveLength(0);
});
