/** The desk's data as a hook: loads, listens, and tells what is new. The rules are in store.ts and rows.ts. */

import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { type AlertSettings, alertArrivals, alertCalls, alertDanger, alertNews, showCount } from "./alerts";
import { api, words } from "./api";
import { arrivals, dangers, freshCalls, freshNews } from "./arrivals";
import { coalesced, listen } from "./live";
import { attention } from "./rows";
import { begin, type DeskState, type News, reduce } from "./store";
import type { CaseList, CaseRow } from "./types";

const ADDRESS = /^#\/cases\/([^/]+)(?:\/at\/(\d+))?$/;

/** The message that the address leads to, where a search found something. */
export function selectedSeq(): number | undefined {
  const found = ADDRESS.exec(location.hash)?.[2];
  return found === undefined ? undefined : Number(found);
}

export function selectedId(): string | undefined {
  const found = ADDRESS.exec(location.hash)?.[1];
  try {
    return found && decodeURIComponent(found);
  } catch {
    return undefined;
  }
}

export function useDesk(
  me: string,
  settings: AlertSettings,
): { state: DeskState; tell: (news: News) => void; reload: () => void } {
  const [state, tell] = useReducer<DeskState, News>(reduce, begin(selectedId(), me, selectedSeq()));
  // What the loaders need of the latest drawing, without being made anew at each.
  const latest = useRef({
    state,
    settings,
    heard: undefined as CaseList | undefined,
    loadCase: async (): Promise<void> => undefined,
  });
  latest.current.state = state;
  latest.current.settings = settings;

  const loadList = useMemo(
    () =>
      coalesced(async () => {
        try {
          const list = await api.cases();
          const { heard } = latest.current;
          const alarms = dangers(heard?.cases, list.cases, me);
          alertDanger(latest.current.settings, alarms);
          const isAlarmed = (row: CaseRow) => alarms.some((one) => one.case_id === row.case_id);
          const news = arrivals(heard?.cases, list.cases, me).filter((row) => !isAlarmed(row));
          alertArrivals(latest.current.settings, news);
          if (alarms.length) tell({ type: "alarmed", ids: alarms.map((row) => row.case_id) });
          alertCalls(latest.current.settings, freshCalls(heard?.calls, list.calls));
          alertNews(latest.current.settings, freshNews(heard?.news, list.news));
          latest.current.heard = list;
          showCount(attention(list.cases, me) + list.calls.length + list.news.length);
          tell({ type: "listed", list, at: Date.now() });
          if (latest.current.state.tab === "closed")
            await api.closed().then(({ cases, more }) => tell({ type: "closed-listed", rows: cases, more }));
        } catch (error) {
          tell({ type: "list-failed", message: words(error) });
        }
      }),
    [me],
  );
  // One per case: a slow answer for the case that was left must not hold up the next one.
  const id = state.selected;
  const loadCase = useMemo(
    () =>
      coalesced(async () => {
        if (id === undefined) return;
        try {
          const { page, at } = latest.current.state;
          const first = page?.case.case_id === id ? page.messages[0]?.seq : undefined;
          const since = at === undefined ? first : Math.min(first ?? at, at);
          tell({ type: "shown", page: await api.show(id, since) });
        } catch (error) {
          tell({ type: "show-failed", id, message: words(error) });
        }
      }),
    [id],
  );
  latest.current.loadCase = loadCase;
  const reload = useCallback(() => {
    void loadList();
    void latest.current.loadCase();
  }, [loadList]);

  // With the picture: an address that changes before the next frame would not be heard of.
  useLayoutEffect(() => {
    const changed = () => tell({ type: "selected", id: selectedId(), at: selectedSeq() });
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  // Another place in the same case may stand before what was read.
  useEffect(() => void loadCase(), [loadCase, state.at]);
  useEffect(() => void loadList(), [state.tab, loadList]);
  useEffect(
    () =>
      listen({
        reload,
        message: (id, message) => tell({ type: "message", id, message }),
        note: (id, note) => tell({ type: "note", id, note }),
        changes: api.changes,
      }),
    [reload],
  );
  useEffect(() => () => showCount(0), []);
  return { state, tell, reload };
}
