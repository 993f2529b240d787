/** Calls to the console API: cookie session, CSRF token on every change, errors with their code. */

import { belongTo } from "../shared/own-words";
import type {
  Answer,
  AnswerDraft,
  BookedAppointment,
  BookedToday,
  Canned,
  CaseList,
  CasePage,
  Changes,
  Colleague,
  DangerKind,
  DeskMessage,
  FoundCase,
  FreeWeek,
  Mails,
  Note,
  OtherCase,
  Outcomes,
  Preview,
  SearchFilters,
  Session,
  Today,
  Undoable,
  Whole,
} from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Which field of a form is meant, where one is. */
    readonly field = "",
  ) {
    super(message);
  }
}

/** A call that hangs is given up, so that the next try can begin. */
const LONGEST_MS = 20_000;
/** The desk answers a long poll within 20 s. */
const LONGEST_POLL_MS = 40_000;

let csrf = "";
let whenExpired: (why: string) => void = () => undefined;

/** Whoever calls what: an expired session is told here once; `why` is empty where it only grew old. */
export function onExpired(tell: (why: string) => void): void {
  whenExpired = tell;
}

export const words = (error: unknown): string =>
  error instanceof ApiError ? error.message : "うまくいきませんでした。もう一度お試しください。";

/** AbortSignal.timeout is too new for the Edge of some town halls. */
function withinMs(ms: number): AbortSignal {
  const ender = new AbortController();
  setTimeout(() => ender.abort(), ms);
  return ender.signal;
}

async function call<T>(method: string, path: string, body?: unknown, longestMs = LONGEST_MS): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/console${path}`, {
      method,
      signal: withinMs(longestMs),
      headers: {
        ...(method === "GET" ? {} : { "x-csrf-token": csrf }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, "offline", "つながりません。通信を確かめてください。");
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  const error = (answer as { error?: { code?: string; message?: string; field?: string } }).error;
  if (response.status === 401 && error?.code === "not_logged_in") whenExpired("");
  if (response.status === 401 && error?.code === "account_stopped") whenExpired(error.message ?? "");
  throw new ApiError(
    response.status,
    error?.code ?? "failed",
    error?.message ?? "うまくいきませんでした。",
    error?.field,
  );
}

async function session(promise: Promise<Session>): Promise<Session> {
  const found = await promise;
  csrf = found.csrf;
  belongTo(found.account_id);
  return found;
}

const get = <T>(path: string, longestMs?: number) => call<T>("GET", path, undefined, longestMs);
const post = <T = unknown>(path: string, body: unknown = {}) => call<T>("POST", path, body);
const ofCase = (id: string) => `/cases/${encodeURIComponent(id)}`;
export type Act = "claim" | "take-over" | "release" | "reopen" | "wake";

export const api = {
  // The session is asked for again: the answer to a login was made before one was put on duty.
  login: (email: string, password: string, code: string) =>
    session(post<Session>("/login", { email, password, code })).then((first) =>
      api.session().catch(() => first),
    ),
  /** Asked before anybody is logged in; where it cannot be told, the password is the way. */
  ways: () => get<{ sso: boolean }>("/ways").catch(() => ({ sso: false })),
  session: (): Promise<Session> => session(get<Session>("/session")),
  logout: () => post<void>("/logout"),
  cases: () => get<CaseList>("/cases"),
  /** Closed ones, page by page: those before a time. */
  closed: (before?: string) =>
    get<CaseList>(
      `/cases?state=closed${before === undefined ? "" : `&before=${encodeURIComponent(before)}`}`,
    ),
  /** `since`: the oldest message on the screen, so that what was opened stays open. */
  show: (id: string, since?: number) =>
    get<CasePage>(`${ofCase(id)}${since === undefined ? "" : `?since=${since}`}`),
  older: (id: string, before: number) =>
    get<{ messages: DeskMessage[]; has_older: boolean; titles: Record<string, string> }>(
      `${ofCase(id)}/messages?before=${before}`,
    ),
  /** The whole talk of an alert, before somebody takes it up; every opening is written down in the log. */
  talk: (id: string) => get<{ messages: DeskMessage[] }>(`${ofCase(id)}/talk`),
  setDanger: (id: string, mark: { seq: number; kind: DangerKind; subject: string; reason: string }) =>
    post(`${ofCase(id)}/danger`, mark),
  liftDanger: (id: string, marks: string[] | null, reason: string) =>
    post<{ state: string }>(`${ofCase(id)}/danger/lift`, { marks, reason }),
  callSupervisor: (id: string) => post<{ called: number }>(`${ofCase(id)}/danger/call`),
  act: (id: string, action: Act) => post<Partial<Undoable>>(`${ofCase(id)}/${action}`),
  close: (id: string, ending: string, silent: boolean) => post(`${ofCase(id)}/close`, { ending, silent }),
  giveBack: (id: string, ending: string) => post(`${ofCase(id)}/return`, { ending }),
  mute: (id: string, days: number) => post(`${ofCase(id)}/mute`, { days }),
  unmute: (id: string) => post(`${ofCase(id)}/unmute`),
  facts: (id: string, facts: Record<string, string | string[]>) => post(`${ofCase(id)}/facts`, facts),
  transfer: (id: string, account: string, note: string) =>
    post<Undoable>(`${ofCase(id)}/transfer`, { account_id: account, note }),
  undo: (id: string) => post(`${ofCase(id)}/undo`),
  seeNews: (id: string) => post<void>(`${ofCase(id)}/news`),
  snooze: (id: string, until: string, promise: boolean) => post(`${ofCase(id)}/snooze`, { until, promise }),
  send: (id: string, body: { client_id: string; text: string; seen_seq: number; confirm?: boolean }) =>
    post<{ seq: number }>(`${ofCase(id)}/messages`, body),
  note: (id: string, text: string) => post<Note>(`${ofCase(id)}/notes`, { text }),
  outcomes: (id: string) => get<Outcomes>(`${ofCase(id)}/outcomes`),
  tick: (id: string, kind: string, done: boolean) => post<Outcomes>(`${ofCase(id)}/outcomes`, { kind, done }),
  contact: (id: string) => post<Whole>(`${ofCase(id)}/contact`),
  mails: (id: string) => get<Mails>(`${ofCase(id)}/mails`),
  previewTranscript: (id: string) => get<Preview>(`${ofCase(id)}/transcript`),
  sendTranscript: (id: string) => post(`${ofCase(id)}/transcript`),
  typing: (id: string) => post<void>(`${ofCase(id)}/typing`),
  viewing: (id: string) => post<void>(`${ofCase(id)}/viewing`),
  colleagues: () => get<{ accounts: Colleague[] }>("/accounts"),
  duty: (on_duty: boolean) => post<{ on_duty: boolean }>("/duty", { on_duty }),
  canned: () => get<Canned>("/canned"),
  answers: (q: string) => get<{ answers: Answer[] }>(`/answers?q=${encodeURIComponent(q)}`),
  suggestions: (id: string) => get<{ answers: Answer[] }>(`${ofCase(id)}/suggestions`),
  drafts: (id: string) => get<{ drafts: AnswerDraft[] }>(`/mail/${encodeURIComponent(id)}/drafts`),
  search: (q: string, filters: SearchFilters, page: number) => {
    const asked = Object.entries({ q, ...filters, page: String(page) }).filter(([, value]) => value);
    return get<{ cases: FoundCase[]; page: number; more: boolean }>(`/search?${new URLSearchParams(asked)}`);
  },
  today: () => get<Today>("/today"),
  matters: () => get<{ matters: { words: string; address: string; is_urgent: boolean }[] }>("/matters"),
  bookedToday: () => get<BookedToday>("/appointments"),
  bookedForCase: (id: string) =>
    get<{ appointments: BookedAppointment[]; address: string }>(`/appointments/${encodeURIComponent(id)}`),
  freeWeek: (id: string, day?: string) =>
    get<FreeWeek>(`/appointments/${encodeURIComponent(id)}/week${day ? `?day=${day}` : ""}`),
  book: (id: string, booking: { slot: string; name: string; contact: string; topic?: string }) =>
    post<BookedAppointment>(`/appointments/${encodeURIComponent(id)}`, booking),
  otherCase: (id: string, receipt: string) =>
    get<OtherCase>(`${ofCase(id)}/same-person?receipt=${encodeURIComponent(receipt)}`),
  join: (id: string, receipt: string) => post<OtherCase>(`${ofCase(id)}/same-person`, { receipt }),
  part: (id: string, receipt: string) => post<OtherCase>(`${ofCase(id)}/same-person/part`, { receipt }),
  showNote: (id: string, note: number, everywhere: boolean) =>
    post<void>(`${ofCase(id)}/notes/${note}/everywhere`, { everywhere }),
  openings: () => get<{ openings: string[] }>("/openings"),
  changes: (after: string) => get<Changes>(`/changes?after=${encodeURIComponent(after)}`, LONGEST_POLL_MS),
};
