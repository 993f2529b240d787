/** Calls to the console API: cookie session, CSRF token on every change, errors with their code. */

import type {
  CaseList,
  CasePage,
  Colleague,
  Contact,
  FoundCase,
  Insertable,
  Note,
  SearchFilters,
  Session,
} from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A call that hangs is given up, so that the next try can begin. */
const LONGEST_MS = 20_000;

let csrf = "";
let whenExpired: () => void = () => undefined;

/** Whoever calls what: an expired session is told here once. */
export function onExpired(tell: () => void): void {
  whenExpired = tell;
}

export const words = (error: unknown): string =>
  error instanceof ApiError ? error.message : "うまくいきませんでした。もう一度お試しください。";

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/console${path}`, {
      method,
      signal: AbortSignal.timeout(LONGEST_MS),
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
  const error = (answer as { error?: { code?: string; message?: string } }).error;
  if (response.status === 401 && error?.code === "not_logged_in") whenExpired();
  throw new ApiError(response.status, error?.code ?? "failed", error?.message ?? "うまくいきませんでした。");
}

async function session(promise: Promise<Session>): Promise<Session> {
  const found = await promise;
  csrf = found.csrf;
  return found;
}

export const api = {
  // The session is asked for again: the answer to a login was made before one was put on duty.
  login: (email: string, password: string, code: string) =>
    session(call<Session>("POST", "/login", { email, password, code })).then((first) =>
      api.session().catch(() => first),
    ),
  session: (): Promise<Session> => session(call<Session>("GET", "/session")),
  logout: () => call<void>("POST", "/logout", {}),
  cases: (state?: string) => call<CaseList>("GET", `/cases${state ? `?state=${state}` : ""}`),
  show: (id: string) => call<CasePage>("GET", `/cases/${encodeURIComponent(id)}`),
  act: (id: string, action: "claim" | "take-over" | "return" | "close") =>
    call<unknown>("POST", `/cases/${encodeURIComponent(id)}/${action}`, {}),
  transfer: (id: string, account: string) =>
    call<unknown>("POST", `/cases/${encodeURIComponent(id)}/transfer`, { account_id: account }),
  send: (id: string, body: { client_id: string; text: string; seen_seq: number; confirm?: boolean }) =>
    call<{ seq: number }>("POST", `/cases/${encodeURIComponent(id)}/messages`, body),
  note: (id: string, text: string) => call<Note>("POST", `/cases/${encodeURIComponent(id)}/notes`, { text }),
  contact: (id: string) => call<{ contact: Contact }>("POST", `/cases/${encodeURIComponent(id)}/contact`, {}),
  typing: (id: string) => call<void>("POST", `/cases/${encodeURIComponent(id)}/typing`, {}),
  viewing: (id: string) => call<void>("POST", `/cases/${encodeURIComponent(id)}/viewing`, {}),
  colleagues: () => call<{ accounts: Colleague[] }>("GET", "/accounts"),
  duty: (on_duty: boolean) => call<{ on_duty: boolean }>("POST", "/duty", { on_duty }),
  canned: () => call<{ replies: Insertable[] }>("GET", "/canned"),
  answers: (q: string) =>
    call<{
      answers: { label: string; title: string; text: string; sources: { title: string; url: string }[] }[];
    }>("GET", `/answers?q=${encodeURIComponent(q)}`),
  search: (q: string, filters: SearchFilters, page: number) => {
    const asked = Object.entries({ q, ...filters, page: String(page) }).filter(([, value]) => value);
    return call<{ cases: FoundCase[]; page: number; more: boolean }>(
      "GET",
      `/search?${new URLSearchParams(asked)}`,
    );
  },
};
