import { describe, expect, it } from "vitest";
import { arrivals, freshCalls } from "../../src/console/arrivals";
import { attention, counts, inOrder, neighbour, ordered, visible } from "../../src/console/rows";
import { begin } from "../../src/console/store";
import { row } from "./samples";

const at = (time: string) => ({ waiting_since: `2026-11-24T${time}:00+09:00` });
const mine = { state: "consultant" as const, owner: { account_id: "me", name: "佐藤" } };
const ids = (rows: { case_id: string }[] | undefined) => rows?.map((one) => one.case_id);

describe("messages", () => {
  it("stand where they were said, though one came late, and in the order they came where that is the same", () => {
    const message = (seq: number, sent_at: string) => ({
      seq,
      sent_at,
      author: "user" as const,
      author_name: "",
      parts: [],
    });
    const came = [
      message(1, "2026-11-24T10:00:00+09:00"),
      message(2, "2026-11-24T10:20:00+09:00"),
      message(3, "2026-11-24T10:20:00+09:00"),
      message(4, "2026-11-24T10:05:00+09:00"),
    ];

    expect(inOrder(came).map((one) => one.seq)).toEqual([1, 4, 2, 3]);
  });
});

describe("order", () => {
  const rows = [
    row("b", at("11:00")),
    row("a", at("10:00")),
    row("c", { ...at("12:00"), flags: ["distress"] }),
  ];

  it("puts cries for help first, then who waits longest", () => {
    expect(ids(ordered(rows, "queued"))).toEqual(["c", "a", "b"]);
  });

  it("brings up what is due and lets what was put off sink", () => {
    const snooze = (due: boolean, promise = false) => ({ until: "2026-11-24T15:00:00+09:00", due, promise });
    const held = [
      row("asleep", { ...mine, ...at("09:00"), snooze: snooze(false) }),
      row("plain", { ...mine, ...at("11:00") }),
      row("promised", { ...mine, ...at("10:00"), snooze: snooze(false, true) }),
      row("due", { ...mine, ...at("12:00"), snooze: snooze(true) }),
    ];
    expect(ids(ordered(held, "consultant"))).toEqual(["due", "promised", "plain", "asleep"]);
  });

  it("compares moments, not how they are written", () => {
    const utc = row("utc", { waiting_since: "2026-11-24T00:30:00Z" }); // 09:30 in Japan
    expect(ids(ordered([row("a", at("10:00")), utc], "queued"))).toEqual(["utc", "a"]);
  });

  it("leaves closed cases as they come", () => {
    expect(ids(ordered(rows, "closed"))).toEqual(["b", "a", "c"]);
  });
});

describe("what the list shows", () => {
  const state = {
    ...begin(undefined),
    open: [row("a"), row("b", mine)],
    closed: [row("z", { state: "closed" })],
  };

  it("is the cases of the tab", () => {
    expect(ids(visible({ ...state, tab: "queued" }))).toEqual(["a"]);
    expect(ids(visible({ ...state, tab: "consultant" }))).toEqual(["b"]);
    expect(ids(visible({ ...state, tab: "closed" }))).toEqual(["z"]);
  });

  it("is nothing yet before the first reading", () => {
    expect(visible(begin(undefined))).toBeUndefined();
  });

  it("counts by state", () => {
    expect(counts([row("a"), row("b"), row("c", mine)])).toEqual({ queued: 2, consultant: 1 });
  });
});

describe("alerts", () => {
  it("tell of a time that came, once, and count it; what sleeps is not counted", () => {
    const until = "2026-11-24T15:00:00+09:00";
    const asleep = row("a", {
      ...mine,
      waits_since: "2026-11-24T10:00:00+09:00",
      snooze: { until, due: false, promise: false },
    });
    const due = { ...asleep, snooze: { until, due: true, promise: false } };
    expect(ids(arrivals([asleep], [due], "me"))).toEqual(["a"]);
    expect(arrivals([due], [due], "me")).toEqual([]);
    expect([attention([asleep], "me"), attention([due], "me")]).toEqual([0, 1]);
  });

  it("tell of a call once, and not of those that were there before", () => {
    const call = (created_at: string) => ({ case_id: "a", receipt: "OT", author_name: "佐藤", created_at });
    expect(freshCalls(undefined, [call("1")])).toEqual([]);
    expect(freshCalls([call("1")], [call("1"), call("2")])).toEqual([call("2")]);
  });

  it("counts who waits, and own cases with something unanswered", () => {
    const rows = [
      row("a"),
      row("b", { state: "message_left" }),
      row("c", { ...mine, waits_since: "2026-11-24T10:00:00+09:00" }),
      row("d", { ...mine, unread: 0 }),
      row("e", { state: "consultant", owner: { account_id: "other", name: "鈴木" }, unread: 2 }),
    ];
    expect(attention(rows, "me")).toBe(3);
  });

  it("are silent at the first look", () => {
    expect(arrivals(undefined, [row("a")], "me")).toEqual([]);
  });

  it("tell of new cases, of cases that wait again, and of more words in own ones", () => {
    const before = [row("a"), row("b", mine), row("c", { ...mine, unread: 1 })];
    const after = [row("a"), row("b"), row("c", { ...mine, unread: 2 }), row("d")];
    expect(ids(arrivals(before, after, "me"))).toEqual(["b", "c", "d"]);
  });

  it("are silent about colleagues' cases and about what was claimed", () => {
    const theirs = { state: "consultant" as const, owner: { account_id: "other", name: "鈴木" } };
    const before = [row("a"), row("b", theirs)];
    const after = [row("a", mine), row("b", { ...theirs, unread: 3 })];
    expect(arrivals(before, after, "me")).toEqual([]);
  });
});

describe("j and k", () => {
  it("go to the neighbour and stop at the ends", () => {
    expect(neighbour(["a", "b", "c"], "b", 1)).toBe("c");
    expect(neighbour(["a", "b", "c"], "c", 1)).toBe("c");
    expect(neighbour(["a", "b", "c"], "a", -1)).toBe("a");
  });

  it("begin at the top when nothing of the list is chosen", () => {
    expect(neighbour(["a", "b"], undefined, -1)).toBe("a");
    expect(neighbour(["a", "b"], "x", 1)).toBe("a");
    expect(neighbour([], "x", 1)).toBeUndefined();
  });
});
