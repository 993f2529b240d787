import { describe, expect, it } from "vitest";
import { begin, type DeskState, type News, reduce } from "../../src/console/store";
import { message, page, row } from "./samples";

const having = (...news: News[]): DeskState => news.reduce(reduce, begin("a"));
const seqs = (state: DeskState) => state.page?.messages.map((one) => one.seq);
const note = (id: number) => ({
  id,
  author_name: "佐藤",
  text: `n${id}`,
  has_hidden: false,
  created_at: "2026-11-24T10:00:00+09:00",
});
const listed = (...ids: string[]): News => ({
  type: "listed",
  at: 1_000,
  list: {
    cases: ids.map((id) => row(id)),
    more: false,
    closed: 0,
    open: true,
    opens_text: null,
    on_duty: 1,
    stuck: 0,
    aside: 0,
    trouble: "",
    calls: [],
    news: [],
  },
});

describe("the open case", () => {
  it("shows a message of the stream once, in order, however it comes", () => {
    const state = having(
      { type: "shown", page: page("a", [1, 2]) },
      { type: "message", id: "a", message: message(4) },
      { type: "message", id: "a", message: message(3) },
      { type: "message", id: "a", message: message(3) },
    );
    expect(seqs(state)).toEqual([1, 2, 3, 4]);
  });

  it("keeps what came by the stream while an older reading was on its way", () => {
    const state = having(
      { type: "shown", page: page("a", [1]) },
      { type: "message", id: "a", message: message(2) },
      { type: "shown", page: page("a", [1]) },
    );
    expect(seqs(state)).toEqual([1, 2]);
  });

  it("drops what was erased", () => {
    expect(
      seqs(having({ type: "shown", page: page("a", [1, 2, 3]) }, { type: "shown", page: page("a", [3]) })),
    ).toEqual([3]);
    expect(
      seqs(having({ type: "shown", page: page("a", [1, 2]) }, { type: "shown", page: page("a", []) })),
    ).toEqual([]);
  });

  it("takes nothing that belongs to another case", () => {
    const state = having(
      { type: "shown", page: page("a", [1]) },
      { type: "message", id: "b", message: message(2) },
      { type: "note", id: "b", note: note(1) },
      { type: "shown", page: page("b", [9]) },
      { type: "show-failed", id: "b", message: "見つかりません" },
    );
    expect(seqs(state)).toEqual([1]);
    expect(state.page?.notes).toEqual([]);
    expect(state.pageProblem).toBe("");
  });

  it("adds a note once, whether by answer or by stream", () => {
    const state = having(
      { type: "shown", page: page("a", [1]) },
      { type: "note", id: "a", note: note(7) },
      { type: "note", id: "a", note: note(7) },
    );
    expect(state.page?.notes.map((one) => one.id)).toEqual([7]);
  });

  it("goes when another is chosen, and stays when reading it again fails", () => {
    const shown = having({ type: "shown", page: page("a", [1]) });
    expect(reduce(shown, { type: "selected", id: "b" }).page).toBeUndefined();
    expect(reduce(shown, { type: "selected", id: "a" })).toBe(shown);
    const failed = reduce(shown, { type: "show-failed", id: "a", message: "つながりません" });
    expect(failed.page).toBe(shown.page);
    expect(failed.pageProblem).toBe("つながりません");
    expect(reduce(failed, { type: "shown", page: page("a", [1]) }).pageProblem).toBe("");
  });

  it("keeps a list that was chosen while the next case was on its way", () => {
    const leaving = having({ type: "shown", page: page("a", [1]) });
    const chosen = [{ type: "selected", id: "b" } as const, { type: "tab", tab: "closed" } as const].reduce(
      reduce,
      leaving,
    );
    expect(reduce(chosen, { type: "shown", page: page("b", [1]) }).tab).toBe("closed");
  });

  it("is followed by the list when its state changes, and only then", () => {
    const claimed = having(
      { type: "shown", page: page("a", [1]) },
      { type: "shown", page: page("a", [1], { state: "consultant" }) },
    );
    expect(claimed.tab).toBe("consultant");
    const looked = reduce(claimed, { type: "tab", tab: "queued" });
    expect(reduce(looked, { type: "shown", page: page("a", [1], { state: "consultant" }) }).tab).toBe(
      "queued",
    );
  });
});

describe("the list", () => {
  it("keeps the cases when a reading fails, and forgets the problem at the next", () => {
    const failed = having(listed("a"), { type: "list-failed", message: "つながりません" });
    expect(failed.open).toHaveLength(1);
    expect(failed.listProblem).toBe("つながりません");
    expect(reduce(failed, listed("a", "b")).listProblem).toBe("");
  });

  it("leaves the search when a tab is chosen", () => {
    const state = having({ type: "searching", words: "犬" }, { type: "tab", tab: "closed" });
    expect(state.words).toBe("");
    expect(state.tab).toBe("closed");
  });
});

describe("closed cases", () => {
  const closed = (id: string, minute: number) =>
    row(id, { state: "closed", closed_at: `2026-11-24T10:${minute}:00+09:00` });
  const ids = (state: DeskState) => state.closed?.map((one) => one.case_id);

  it("are counted by the desk, not by what was read", () => {
    const list = { ...(listed("a") as Extract<News, { type: "listed" }>).list, closed: 512 };
    expect(reduce(begin(undefined), { type: "listed", at: 1, list }).closedCount).toBe(512);
  });

  it("keep the older pages when the newest is read again", () => {
    let state = begin(undefined);
    state = reduce(state, { type: "closed-listed", rows: [closed("d", 40), closed("c", 30)], more: true });
    state = reduce(state, { type: "closed-older", rows: [closed("b", 20), closed("a", 10)], more: false });
    expect([ids(state), state.hasMoreClosed]).toEqual([["d", "c", "b", "a"], false]);

    state = reduce(state, { type: "closed-listed", rows: [closed("e", 50), closed("d", 40)], more: true });
    expect(ids(state)).toEqual(["e", "d", "c", "b", "a"]);
    // Opened again, it is gone from the newest page, and the rest was read before.
    state = reduce(state, { type: "closed-listed", rows: [closed("e", 50)], more: false });
    expect([ids(state), state.hasMoreClosed]).toEqual([["e"], false]);
  });
});

describe("a place in a case", () => {
  it("changes within the case that is open, and goes with it", () => {
    let state = begin("1", "me", 7);
    state = reduce(state, { type: "selected", id: "1", at: 9 });
    expect([state.selected, state.at]).toEqual(["1", 9]);
    expect(reduce(state, { type: "selected", id: "2" }).at).toBeUndefined();
  });
});
