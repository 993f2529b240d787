/** What the desk shows, and how news changes it: one pure function, so that order and repeats can be tested. */

import { EVERYTHING, type Filters } from "./filter";
import { merged, readAgain } from "./page";
import type { Call, CaseList, CaseNews, CasePage, CaseRow, DeskMessage, Note, Tab } from "./types";

export interface DeskState {
  /** All open cases; undefined until they were loaded once. */
  open: CaseRow[] | undefined;
  closed: CaseRow[] | undefined;
  /** How many are closed in all, and whether some are older than those that were read. */
  closedCount: number | undefined;
  hasMoreClosed: boolean;
  /** When the open cases were loaded: waiting times go on from there. */
  loadedAt: number;
  hours: {
    open: boolean;
    opens_text: string | null;
    on_duty: number;
    stuck: number;
    aside: number;
    trouble?: string;
  };
  /** Notes that call me and were not looked at. */
  calls: Call[];
  /** Cases with new words of danger that nobody here has looked at. */
  alarms: string[];
  /** What I was told of cases, and have not seen. */
  news: CaseNews[];
  /** Whose desk it is. */
  me: string;
  tab: Tab;
  /** The case that was on its way when the list was chosen: it does not bring its own list along. */
  chosenDuring?: string | undefined;
  filters: Filters;
  /** The words that are searched for; what was found is kept by `SearchResults`. */
  words: string;
  selected: string | undefined;
  /** The message of the selected case that a search leads to. */
  at: number | undefined;
  page: CasePage | undefined;
  listProblem: string;
  pageProblem: string;
}

export type News =
  | { type: "listed"; list: CaseList; at: number }
  | { type: "closed-listed"; rows: CaseRow[]; more: boolean }
  | { type: "closed-older"; rows: CaseRow[]; more: boolean }
  | { type: "list-failed"; message: string }
  | { type: "selected"; id: string | undefined; at?: number | undefined }
  | { type: "shown"; page: CasePage }
  | { type: "show-failed"; id: string; message: string }
  | { type: "message"; id: string; message: DeskMessage }
  | { type: "note"; id: string; note: Note }
  | { type: "older"; id: string; messages: DeskMessage[]; has_older: boolean; titles: Record<string, string> }
  | { type: "tab"; tab: Tab }
  | { type: "filtered"; filters: Filters }
  | { type: "alarmed"; ids: string[] }
  | { type: "alarm-seen"; id: string }
  | { type: "searching"; words: string };

export function begin(selected: string | undefined, me = "", at?: number): DeskState {
  return {
    open: undefined,
    closed: undefined,
    closedCount: undefined,
    hasMoreClosed: false,
    loadedAt: 0,
    hours: { open: true, opens_text: null, on_duty: 0, stuck: 0, aside: 0 },
    calls: [],
    alarms: [],
    news: [],
    me,
    tab: "mine",
    filters: EVERYTHING,
    words: "",
    selected,
    at,
    page: undefined,
    listProblem: "",
    pageProblem: "",
  };
}

export function reduce(state: DeskState, news: News): DeskState {
  switch (news.type) {
    case "listed": {
      const { cases, open, opens_text, on_duty, stuck, aside, calls, trouble = "" } = news.list;
      const hasOwn = cases.some((row) => row.owner?.account_id === state.me);
      const hours = { open, opens_text, on_duty, stuck, aside, trouble };
      return {
        ...state,
        open: cases,
        closedCount: news.list.closed,
        hours,
        calls,
        news: news.list.news,
        loadedAt: news.at,
        // Home is what one has in hand; who has nothing looks at who waits.
        tab: state.open === undefined && state.tab === "mine" && !hasOwn ? "queued" : state.tab,
        listProblem: "",
      };
    }
    case "closed-listed": {
      // Older pages that were read stay below the newest one.
      const last = news.rows[news.rows.length - 1]?.closed_at;
      const known = new Set(news.rows.map((row) => row.case_id));
      const older = (state.closed ?? []).filter(
        (row) => news.more && !known.has(row.case_id) && (row.closed_at ?? "") <= (last ?? ""),
      );
      return {
        ...state,
        closed: [...news.rows, ...older],
        hasMoreClosed: older.length ? state.hasMoreClosed : news.more,
      };
    }
    case "closed-older":
      return { ...state, closed: [...(state.closed ?? []), ...news.rows], hasMoreClosed: news.more };
    case "list-failed":
      return { ...state, listProblem: news.message };
    case "selected":
      if (news.id === state.selected) return news.at === state.at ? state : { ...state, at: news.at };
      return {
        ...state,
        selected: news.id,
        at: news.at,
        alarms: state.alarms.filter((id) => id !== news.id),
        page: undefined,
        pageProblem: "",
      };
    case "shown":
      return shown(state, news.page);
    case "show-failed":
      // What is on the screen stays readable; only a case that was never shown gives way to the problem.
      return news.id === state.selected ? { ...state, pageProblem: news.message } : state;
    case "message":
      return onPage(state, news.id, (page) => ({
        ...page,
        messages: merged(page.messages, [news.message], (message) => message.seq),
        typing: news.message.author === "user" ? false : page.typing,
      }));
    case "note":
      return onPage(state, news.id, (page) => ({
        ...page,
        notes: merged(page.notes, [news.note], (note) => note.id),
      }));
    case "older":
      return onPage(state, news.id, (page) => ({
        ...page,
        messages: merged(news.messages, page.messages, (message) => message.seq),
        has_older: news.has_older,
        titles: { ...news.titles, ...page.titles },
      }));
    case "tab":
      return { ...state, tab: news.tab, words: "", chosenDuring: state.page ? undefined : state.selected };
    case "filtered":
      return { ...state, filters: news.filters };
    case "alarmed":
      return { ...state, alarms: [...new Set([...state.alarms, ...news.ids])] };
    case "alarm-seen":
      return { ...state, alarms: state.alarms.filter((id) => id !== news.id) };
    case "searching":
      return { ...state, words: news.words };
  }
}

function shown(state: DeskState, page: CasePage): DeskState {
  if (page.case.case_id !== state.selected) return state;
  const before = state.page;
  // The list follows the case: claimed, it is found among one's own.
  const keeps = before ? before.case.state === page.case.state : state.chosenDuring === page.case.case_id;
  const tab = keeps ? state.tab : listOf(page, state);
  return { ...state, page: readAgain(before, page), tab, pageProblem: "" };
}

function onPage(state: DeskState, id: string, change: (page: CasePage) => CasePage): DeskState {
  return state.page?.case.case_id === id ? { ...state, page: change(state.page) } : state;
}

/** The list that a case stands in: the one that is shown, where it holds it. */
function listOf(page: CasePage, state: DeskState): Tab {
  const isMine = page.case.state !== "closed" && page.case.owner?.account_id === state.me;
  if (!isMine) return page.case.state;
  return state.tab === page.case.state ? state.tab : "mine";
}
