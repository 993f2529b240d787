// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { freshNews } from "../../src/console/arrivals";
import { keepDraft, recallDraft } from "../../src/console/drafts";
import { Lost } from "../../src/console/lost";
import { NewsBar, newsElsewhere, UndoBar } from "../../src/console/news";
import { leftBeforeReturn } from "../../src/console/rows";
import { begin } from "../../src/console/store";
import type { CaseNews } from "../../src/console/types";
import { draw } from "../../src/office/main";
import { page, row } from "./samples";

const told = (id: number, other: Partial<CaseNews> = {}): CaseNews => ({
  id,
  kind: "handed",
  case_id: "k_1",
  receipt: "OT-1124-01",
  by_name: "佐藤",
  note: null,
  at: "2026-11-24T10:00:00+09:00",
  ...other,
});
const mine = { state: "consultant" as const, owner: { account_id: "me", name: "佐藤" } };

function shown(node: preact.ComponentChild): HTMLElement {
  const root = document.createElement("div");
  document.body.append(root);
  act(() => render(node, root));
  return root;
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  localStorage.clear();
});

describe("what one is told", () => {
  it("is news once, also what happened before the page was opened", () => {
    expect(freshNews(undefined, [told(1)]).map((one) => one.id)).toEqual([1]);
    expect(freshNews([told(1)], [told(1), told(2)]).map((one) => one.id)).toEqual([2]);
  });

  it("stands once: in the case that is open, or in the bar", () => {
    const other = told(2, { case_id: "k_2" });
    expect(newsElsewhere([told(1), other], "k_1")).toEqual([other]);
    expect(newsElsewhere([told(1), other], undefined)).toHaveLength(2);
  });

  it("names who handed the case on and shows the note as text", () => {
    const root = shown(<NewsBar news={[told(1, { note: "<b>犬</b>の件" })]} reload={() => undefined} />);

    expect(root.textContent).toContain("佐藤さんから引き継ぎました");
    expect(root.textContent).toContain("<b>犬</b>の件");
    expect(root.querySelector("b")).toBeNull();
  });

  it("goes away when it was confirmed", async () => {
    const fetching = vi.fn(() => Promise.resolve(new Response(null, { status: 204 })));
    vi.stubGlobal("fetch", fetching);
    const reload = vi.fn();
    const root = shown(<NewsBar news={[told(1)]} reload={reload} />);
    root.querySelector<HTMLButtonElement>('[data-testid="news-seen"]')?.click();

    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(fetching).toHaveBeenCalledWith("/api/console/cases/k_1/news", expect.anything());
  });

  it("is drawn on the office's pages as text, with a way to the case", () => {
    const bar = document.createElement("div");
    draw(bar, { news: [told(1, { by_name: "<i>佐藤</i>" })], calls: 0 }, false);

    expect(bar.textContent).toContain("<i>佐藤</i>さんから引き継ぎました");
    expect(bar.querySelector("i")).toBeNull();
    expect(bar.querySelector("a")?.getAttribute("href")).toBe("/console#/cases/k_1");

    draw(bar, { news: [], calls: 0 }, false);
    expect(bar.hidden).toBe(true);

    draw(bar, { news: [], calls: 0 }, true);
    expect(bar.textContent).toContain("つながりません");
  });
});

describe("an offer to undo", () => {
  const offer = (until: number) => ({ caseId: "k_1", words: "鈴木さんに引き継ぎました。", until });

  it("ends after its seconds", () => {
    vi.useFakeTimers();
    const close = vi.fn();
    const until = Date.now() + 10_000;
    const root = shown(<UndoBar offer={offer(until)} close={close} reload={() => undefined} />);
    expect(root.textContent).toContain("鈴木さんに引き継ぎました。");

    act(() => void vi.advanceTimersByTime(9_000));
    expect(close).not.toHaveBeenCalled();
    act(() => void vi.advanceTimersByTime(1_500));
    expect(close).toHaveBeenCalled();
  });

  it("says why it was refused, and stays until that was read", async () => {
    const refusal = { error: { code: "moved", message: "新しい担当者がもう返事をしました。" } };
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json(refusal, { status: 409 })));
    const root = shown(
      <UndoBar offer={offer(Date.now() + 10_000)} close={() => undefined} reload={() => undefined} />,
    );
    await act(async () => root.querySelector<HTMLButtonElement>('[data-testid="undo"]')?.click());

    await vi.waitFor(() => expect(root.textContent).toContain("もう返事をしました"));
  });
});

describe("a case that somebody took over", () => {
  const found = page("k_1", [1], { ...mine, owner: { account_id: "chief", name: "高橋" } }).case;

  it("says who, and keeps what was being written", () => {
    keepDraft("k_1", { text: "お調べします" });
    const root = shown(<Lost found={found} wasMine wasWriting={false} reload={() => undefined} />);

    expect(root.querySelector('[role="alert"]')?.textContent).toContain("高橋さんが担当になりました");
    expect(root.querySelector("textarea")?.value).toBe("お調べします");
    expect(recallDraft("k_1").text).toBe("お調べします");
  });

  it.each([true, false])("has the focus where the field that went away had it: %s", (wasWriting) => {
    keepDraft("k_1", { text: "お調べします" });
    const root = shown(<Lost found={found} wasMine wasWriting={wasWriting} reload={() => undefined} />);

    expect(document.activeElement === root.querySelector("textarea")).toBe(wasWriting);
  });

  it("lets the words become a note", async () => {
    keepDraft("k_1", { text: "お調べします" });
    const sent: unknown[] = [];
    vi.stubGlobal("fetch", (_: string, request: { body: string }) => {
      sent.push(JSON.parse(request.body));
      return Promise.resolve(Response.json({ id: 1 }, { status: 201 }));
    });
    const root = shown(<Lost found={found} wasMine wasWriting={false} reload={() => undefined} />);
    await act(async () => root.querySelector<HTMLButtonElement>('[data-testid="lost-note"]')?.click());

    await vi.waitFor(() => expect(root.querySelector("textarea")).toBeNull());
    expect(sent).toEqual([{ text: "書きかけの返信：\nお調べします" }]);
    expect(recallDraft("k_1").text).toBe("");
  });
});

describe("a desk that cannot be reached", () => {
  const minute = 60_000;
  const state = (unread: number) => ({
    ...begin(undefined),
    open: [row("a", { ...mine, waits_since: unread ? "2026-11-24T10:00:00+09:00" : null })],
    loadedAt: 1,
  });

  it.each([
    [4, 1, ""],
    [7, 1, "あと約3分"],
    [12, 1, "まもなく"],
    [7, 0, ""],
  ])("after %s minutes with %s unanswered says %j", (minutes, unread, words) => {
    const said = leftBeforeReturn(state(unread), "me", 1 + minutes * minute);

    if (words) expect(said).toContain(words);
    else expect(said).toBe("");
  });
});
