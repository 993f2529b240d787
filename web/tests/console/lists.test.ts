import { describe, expect, it } from "vitest";
import { arrivals } from "../../src/console/arrivals";
import { workload } from "../../src/console/board";
import { tagsOf } from "../../src/console/facts";
import { EVERYTHING } from "../../src/console/filter";
import { attention, byWait, counts, filtered, nextCase, ordered, visible } from "../../src/console/rows";
import { begin, reduce } from "../../src/console/store";
import { page, row } from "./samples";

const at = (minute: number) => `2026-11-24T10:${String(minute).padStart(2, "0")}:00+09:00`;
const held = (by: string) => ({ state: "consultant" as const, owner: { account_id: by, name: by } });
const ids = (rows: { case_id: string }[] | undefined) => rows?.map((one) => one.case_id);
const later = { until: at(59), due: false, promise: false };
const listed = (cases: ReturnType<typeof row>[]) => ({
  type: "listed" as const,
  at: 1,
  list: {
    cases,
    more: false,
    closed: 0,
    open: true,
    opens_text: null,
    on_duty: 1,
    stuck: 0,
    aside: 0,
    calls: [],
    news: [],
    trouble: "",
  },
});

describe("one's own list", () => {
  it("has danger first, then what is due, then who waits longest, and what was put off last", () => {
    const rows = [
      row("answered", { ...held("me"), last_message_at: at(50) }),
      row("put-off", { ...held("me"), waits_since: at(1), snooze: later }),
      row("short", { ...held("me"), waits_since: at(30) }),
      row("long", { ...held("me"), waits_since: at(2) }),
      row("due", { ...held("me"), snooze: { ...later, due: true } }),
      row("danger", { ...held("me"), waits_since: at(40), flags: ["distress"] }),
    ];
    expect(ids(byWait(rows))).toEqual(["danger", "due", "long", "short", "answered", "put-off"]);
  });

  it("is home for who has cases, and who waits for who has none", () => {
    const mine = reduce(begin(undefined, "me"), listed([row("a", held("me")), row("b")]));
    expect([mine.tab, ids(visible(mine))]).toEqual(["mine", ["a"]]);
    const none = reduce(begin(undefined, "me"), listed([row("a", held("other")), row("b")]));
    expect([none.tab, ids(visible(none))]).toEqual(["queued", ["b"]]);
    // Whoever chose it and has answered everything stays there.
    expect(reduce(mine, listed([row("b")])).tab).toBe("mine");
  });

  it("is where a claimed case goes, unless the list that is shown holds it", () => {
    const queued = reduce(begin("a", "me"), { type: "shown", page: page("a", [1]) });
    expect(queued.tab).toBe("queued");
    const claimed = reduce(queued, { type: "shown", page: page("a", [1], held("me")) });
    expect(claimed.tab).toBe("mine");
    const all = reduce(
      { ...begin("a", "me"), tab: "consultant" },
      { type: "shown", page: page("a", [1], held("me")) },
    );
    expect(all.tab).toBe("consultant");
  });

  it("is counted beside the lists of states", () => {
    expect(counts([row("a", held("me")), row("b", held("x")), row("c")], "me")).toEqual({
      mine: 1,
      consultant: 2,
      queued: 1,
    });
  });
});

describe("who is muted", () => {
  const muted = { muted_until: at(59) };
  it("makes no sound, counts nowhere, and comes last", () => {
    expect(arrivals([], [row("a", muted)], "me")).toEqual([]);
    expect(attention([row("a", muted)], "me")).toBe(0);
    expect(
      ids(
        ordered([row("a", { ...muted, waiting_since: at(0) }), row("b", { waiting_since: at(9) })], "queued"),
      ),
    ).toEqual(["b", "a"]);
  });
});

describe("narrowing", () => {
  const rows = [
    row("a", { ...held("me"), topic: "work", flags: ["distress"], tags: ["犬"] }),
    row("b", { ...held("x"), waits_since: at(1), channel: "line" }),
    row("c", { muted_until: at(9) }),
  ];
  it.each([
    [{ owner: "x" }, ["b"]],
    [{ topic: "work" }, ["a"]],
    [{ mark: "urgent" as const }, ["a"]],
    [{ mark: "waits" as const }, ["b"]],
    [{ mark: "line" as const }, ["b"]],
    [{ mark: "muted" as const }, ["c"]],
    [{ tag: "犬" }, ["a"]],
    [{ owner: "me", topic: "housing" }, []],
    [{}, ["a", "b", "c"]],
  ])("%o leaves %o", (filters, expected) => {
    expect(ids(filtered(rows, { ...EVERYTHING, ...filters }))).toEqual(expected);
  });
});

describe("after a case", () => {
  it("comes an own one that waits, then who waits for anybody, then nothing", () => {
    const done = row("done", { ...held("me"), waits_since: at(0) });
    const own = row("own", { ...held("me"), waits_since: at(5) });
    const quiet = row("quiet", held("me"));
    const queued = row("queued");
    expect(nextCase([done, queued, own, quiet], "me", "done")).toBe("own");
    expect(nextCase([done, queued, quiet], "me", "done")).toBe("queued");
    expect(nextCase([done, quiet], "me", "done")).toBeUndefined();
  });
});

describe("the supervisor's board", () => {
  it("has who holds something or is there, with what waits and since when", () => {
    const person = (id: string, present: boolean) => ({
      account_id: id,
      name: id,
      role: "consultant",
      present,
      cases: 0,
    });
    const rows = [
      row("a", { ...held("x"), waits_since: at(9) }),
      row("b", { ...held("x"), waits_since: at(3) }),
      row("c", { ...held("y") }),
      row("d"),
    ];
    const found = workload(rows, [
      person("y", false),
      person("x", true),
      person("idle", true),
      person("gone", false),
    ]);
    expect(found.map((one) => [one.name, one.open, one.waiting, one.oldest?.case_id])).toEqual([
      ["x", 2, 2, "b"],
      ["y", 1, 0, undefined],
      ["idle", 0, 0, undefined],
    ]);
  });
});

describe("tags", () => {
  it("are read as people write them", () => {
    expect(tagsOf(" #犬　空き家、犬 , ＃下見")).toEqual(["犬", "空き家", "下見"]);
    expect(tagsOf(" ")).toEqual([]);
  });
});
