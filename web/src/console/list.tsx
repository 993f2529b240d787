/** Who waits: tabs by state, the longest wait on top, cries for help first; and the search over all cases. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import { api } from "./api";
import { FilterBar } from "./filters";
import { isHandedToMe } from "./news-words";
import { Row } from "./row";
import { counts, visible } from "./rows";
import { SearchResults } from "./search";
import type { DeskState, News } from "./store";
import { leftAt } from "./times";
import type { CaseRow, Tab } from "./types";
import { TABS, waitNow, waitText } from "./words";
import { useWork } from "./work";

const TICK_MS = 30_000;

function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Who waits is told in minutes; else when something was said last. */
function when(row: CaseRow, state: DeskState, now: number): string {
  if (row.state === "alert" && row.danger) return momentOf(row.danger.at);
  if (row.state === "message_left") return leftAt(row.waiting_since);
  if (row.state === "queued")
    return `${waitText(waitNow(row.wait_minutes, state.loadedAt, now, state.hours.open))}待ち`;
  return row.last_message_at ? momentOf(row.last_message_at) : "";
}

function Tabs({ state, tell }: { state: DeskState; tell: (news: News) => void }): JSX.Element {
  const count = counts(state.open ?? [], state.me);
  const number = (tab: Tab) => (tab === "closed" ? state.closedCount : count[tab]);
  return (
    <ul class="tabs">
      {(Object.keys(TABS) as Tab[]).map((tab) => {
        const isLoaded = state.open;
        return (
          <li key={tab}>
            <button
              type="button"
              aria-pressed={tab === state.tab && !state.words}
              data-testid={`tab-${tab}`}
              onClick={() => tell({ type: "tab", tab })}
            >
              {TABS[tab]}
              <span class={number(tab) ? `count${tab === "alert" ? " urgent" : ""}` : "count none"}>
                {isLoaded ? (number(tab) ?? 0) : "―"}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function emptyWords(state: DeskState): string {
  if (Object.values(state.filters).some(Boolean)) return "絞り込みに合う相談はありません。";
  if (state.tab === "mine") return "いま担当している相談はありません。";
  return state.tab === "queued" ? "待っている人はいません。" : `「${TABS[state.tab]}」の相談はありません。`;
}

/** The next page of the closed ones. */
function Older({ state, tell }: { state: DeskState; tell: (news: News) => void }): JSX.Element | null {
  const { problem, isBusy, run } = useWork();
  const last = state.closed?.[state.closed.length - 1]?.closed_at;
  if (state.tab !== "closed" || !state.hasMoreClosed || !last) return null;
  const read = async () => {
    const { cases, more } = await api.closed(last);
    tell({ type: "closed-older", rows: cases, more });
  };
  return (
    <>
      {problem && <p role="alert">{problem}</p>}
      <button
        type="button"
        class="more"
        data-testid="closed-older"
        disabled={isBusy}
        onClick={() => void run(read)}
      >
        もっと前の相談
      </button>
    </>
  );
}

function TabRows(props: { state: DeskState; me: string; tell: (news: News) => void }): JSX.Element {
  const { state, me } = props;
  const now = useNow();
  const rows = visible(state);
  return (
    <>
      {rows?.length === 0 && <p class="empty">{emptyWords(state)}</p>}
      {!rows && <p class="empty">{state.listProblem ? "読み込めませんでした。" : "読み込んでいます…"}</p>}
      <ul class="rows">
        {rows?.map((row) => (
          <li key={row.case_id}>
            <Row
              row={row}
              me={me}
              when={when(row, state, now)}
              isCurrent={row.case_id === state.selected}
              isHanded={state.news.some((one) => one.case_id === row.case_id && isHandedToMe(one))}
            />
          </li>
        ))}
      </ul>
      <Older state={state} tell={props.tell} />
    </>
  );
}

export function CaseListView(props: {
  state: DeskState;
  me: string;
  tell: (news: News) => void;
}): JSX.Element {
  const { state, tell } = props;
  return (
    <nav class="list" aria-label="相談の一覧">
      <div class="top">
        <Tabs state={state} tell={tell} />
        <label class="hidden" for="search">
          相談をさがす
        </label>
        <input
          id="search"
          type="search"
          maxLength={80}
          data-shortcut="search"
          data-testid="search"
          placeholder="受付番号・言葉でさがす（/）"
          value={state.words}
          onInput={(event) => tell({ type: "searching", words: event.currentTarget.value.trimStart() })}
        />
        {!state.words && (
          <FilterBar
            rows={(state.tab === "closed" ? state.closed : state.open) ?? []}
            filters={state.filters}
            tell={tell}
          />
        )}
      </div>
      {state.words.trim() ? (
        <SearchResults words={state.words} selected={state.selected} />
      ) : (
        <TabRows state={state} me={props.me} tell={tell} />
      )}
    </nav>
  );
}
