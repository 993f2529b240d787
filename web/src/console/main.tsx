/** The consultants' desk: one page; the address says which case is open. */

import type { JSX } from "preact";
import { render } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type AlertSettings, alertArrival, readSettings, saveSettings, showCount } from "./alerts";
import { ApiError, api } from "./api";
import { CaseView } from "./case";
import { CaseListView } from "./list";
import { Login } from "./login";
import { Settings } from "./settings";
import type { CasePage, CaseRow, CaseState, Session } from "./types";
import "./console.css";

/** Streams may be blocked on the way to the city's network; asking again always works. */
const POLL_MS = 5_000;
const selectedId = () => /^#\/cases\/(.+)$/.exec(location.hash)?.[1];

function Desk(props: { session: Session; out: (expired: boolean) => void }): JSX.Element {
  const { session } = props;
  const [open, setOpen] = useState<CaseRow[]>([]);
  const [closed, setClosed] = useState<CaseRow[]>([]);
  const [tab, setTab] = useState<CaseState>("queued");
  const [id, setId] = useState(selectedId());
  const [page, setPage] = useState<CasePage>();
  const [problem, setProblem] = useState("");
  const [isLoading, setLoading] = useState(true);
  const [hours, setHours] = useState({ open: true, opens_text: null as string | null, on_duty: 0 });
  const [settings, setSettings] = useState<AlertSettings>(readSettings());
  const [onDuty, setOnDuty] = useState(session.on_duty);
  const known = useRef<Set<string>>();
  const current = useRef({ id, settings });
  current.current = { id, settings };

  const failed = useCallback(
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 401) props.out(true);
      else setProblem(error instanceof ApiError ? error.message : "うまくいきませんでした。");
    },
    [props.out],
  );
  const loadList = useCallback(async () => {
    try {
      const found = await api.cases();
      setOpen(found.cases);
      setHours(found);
      setProblem("");
      const waiting = found.cases.filter((row) => row.state === "queued" || row.state === "message_left");
      showCount(waiting.length);
      for (const row of waiting)
        if (known.current && !known.current.has(row.case_id))
          alertArrival(current.current.settings, row.receipt);
      known.current = new Set(found.cases.map((row) => row.case_id));
    } catch (error) {
      failed(error);
    }
    setLoading(false);
  }, [failed]);
  const loadCase = useCallback(async () => {
    const wanted = current.current.id;
    if (!wanted) return;
    try {
      const found = await api.show(wanted);
      if (current.current.id === wanted) setPage(found);
    } catch (error) {
      failed(error);
    }
  }, [failed]);
  const reload = useCallback(() => {
    void loadList();
    void loadCase();
  }, [loadList, loadCase]);

  useEffect(() => {
    const changed = () => setId(selectedId());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  // another case, another page
  useEffect(() => {
    setPage(undefined);
    void loadCase();
  }, [id]);
  // The list follows the open case: claimed, it is found under 対応中.
  const standing = page && page.case.case_id === id ? page.case.state : undefined;
  useEffect(() => {
    if (standing) setTab(standing);
  }, [standing]);
  useEffect(() => {
    if (tab === "closed") api.cases("closed").then((found) => setClosed(found.cases), failed);
  }, [tab, failed]);
  useEffect(() => {
    reload();
    const events = new EventSource("/api/console/events");
    events.addEventListener("cases", reload);
    events.addEventListener("message", loadCase);
    events.addEventListener("note", loadCase);
    // Even with a healthy stream the lists are compared now and then.
    const timer = setInterval(() => events.readyState !== EventSource.OPEN && reload(), POLL_MS);
    const slow = setInterval(reload, 15_000);
    return () => {
      events.close();
      clearInterval(timer);
      clearInterval(slow);
    };
  }, [reload, loadCase]);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || event.ctrlKey || event.metaKey || event.altKey)
        return;
      const go = (selector: string) => document.querySelector<HTMLElement>(selector);
      if (event.key === "j" || event.key === "k") {
        const rows = [...document.querySelectorAll<HTMLElement>(".row")];
        const at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
        rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)))]?.click();
      } else if (event.key === "c") go('[data-testid="claim"]')?.click();
      else if (event.key === "r") go('[data-testid="reply-input"]')?.focus();
      else if (event.key === "n") go('[data-testid="note-input"]')?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);

  const counts: Partial<Record<CaseState, number>> = {};
  for (const row of open) counts[row.state] = (counts[row.state] ?? 0) + 1;
  const change = (next: AlertSettings) => {
    setSettings(next);
    saveSettings(next);
  };
  return (
    <div class="desk">
      <header>
        <strong>相談デスク</strong>
        <span class={hours.open ? "open" : "closed"}>
          {hours.open ? "受付中" : `時間外${hours.opens_text ? `（次は ${hours.opens_text}）` : ""}`}・在席{" "}
          {hours.on_duty}人
        </span>
        <label class="duty">
          <input
            type="checkbox"
            checked={onDuty}
            onChange={(event) => {
              const next = event.currentTarget.checked;
              api.duty(next).then(() => {
                setOnDuty(next);
                void loadList();
              }, failed);
            }}
          />
          在席（相談を受けられる）
        </label>
        <Settings settings={settings} change={change} />
        <span class="me">{session.name}</span>
        <button type="button" onClick={() => api.logout().then(() => props.out(false), failed)}>
          ログアウト
        </button>
      </header>
      {problem && (
        <p class="problem" role="alert">
          {problem}{" "}
          <button type="button" onClick={reload}>
            もう一度読み込む
          </button>
        </p>
      )}
      <div class="columns">
        <CaseListView
          rows={tab === "closed" ? closed : open.filter((row) => row.state === tab)}
          state={tab}
          counts={counts}
          selected={id}
          isLoading={isLoading}
          choose={setTab}
          open={(next) => {
            location.hash = `#/cases/${next}`;
          }}
        />
        {page && id === page.case.case_id ? (
          <CaseView page={page} session={session} enterSends={settings.enterSends} reload={reload} />
        ) : (
          <main class="case empty">
            <h1 class="hidden">相談</h1>
            <p>{id ? "読み込んでいます…" : "左の一覧から相談を選んでください。"}</p>
            <p class="small">キー操作：j・k 選ぶ ／ c 担当する ／ r 返信 ／ n メモ</p>
          </main>
        )}
      </div>
    </div>
  );
}

function Root(): JSX.Element | null {
  const [session, setSession] = useState<Session | null>();
  const [expired, setExpired] = useState(false);
  const out = useCallback((isExpired: boolean) => {
    setExpired(isExpired);
    setSession(null);
  }, []);
  useEffect(() => {
    api.session().then(setSession, () => setSession(null));
  }, []);
  if (session === undefined) return <p class="loading">読み込んでいます…</p>;
  return session ? <Desk session={session} out={out} /> : <Login done={setSession} expired={expired} />;
}

const place = document.getElementById("console");
if (place) {
  place.textContent = "";
  render(<Root />, place);
}
