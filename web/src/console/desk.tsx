/** The desk: header, list, and the open case; the address says which one is open. */

import type { JSX } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isTextField } from "../shared/focus";
import { Alarms } from "./alarm";
import { type AlertSettings, readSettings, saveSettings } from "./alerts";
import { CaseView } from "./case";
import { selectedId, useDesk } from "./desk-data";
import { Header } from "./header";
import { Help } from "./help";
import { CaseListView } from "./list";
import { NewsBar, newsElsewhere, type Offer, UndoBar } from "./news";
import { leftBeforeReturn, neighbour, nextCase } from "./rows";
import { type Shortcut, shortcut } from "./shortcuts";
import type { DeskState, News } from "./store";
import { TodayView } from "./today";
import type { Session } from "./types";

/** What a shortcut acts on says so itself. */
const part = (does: Shortcut) => document.querySelector<HTMLElement>(`[data-shortcut="${does}"]`);

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-shortcut="row"]')];
  const ids = rows.map((row) => row.dataset.caseId ?? "");
  // From the address, which changes at once: a key held down is faster than the drawing.
  const next = neighbour(ids, selectedId(), by);
  const row = rows.find((item) => item.dataset.caseId === next);
  row?.click();
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function useShortcuts(isOn: boolean, showHelp: () => void): void {
  const show = useRef(showHelp);
  show.current = showHelp;
  // With the picture that they belong to, as all keys that people may press at once.
  useLayoutEffect(() => {
    if (!isOn) return undefined;
    const does: Record<Shortcut, () => void> = {
      next: () => step(1),
      previous: () => step(-1),
      search: () => part("search")?.focus(),
      today: () => {
        location.hash = "#/";
      },
      claim: () => part("claim")?.click(),
      reply: () => part("reply")?.focus(),
      insert: () => part("insert")?.click(),
      "suggestion-1": () => part("suggestion-1")?.click(),
      "suggestion-2": () => part("suggestion-2")?.click(),
      "suggestion-3": () => part("suggestion-3")?.click(),
      later: () => part("later")?.click(),
      transfer: () => part("transfer")?.click(),
      close: () => part("close")?.click(),
      undo: () => part("undo")?.click(),
      note: () => part("note")?.focus(),
      help: () => show.current(),
    };
    const pressed = (event: KeyboardEvent) => {
      const isDialogOpen = document.querySelector("dialog[open]") !== null;
      const found = shortcut(event, { isField: isTextField(event.target), isDialogOpen });
      if (!found) return;
      event.preventDefault();
      does[found]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [isOn]);
}

function Empty(props: {
  state: DeskState;
  session: Session;
  tell: (news: News) => void;
  reload: () => void;
}): JSX.Element {
  const { state } = props;
  if (!state.selected) return <TodayView state={state} session={props.session} tell={props.tell} />;
  return (
    <main class="case empty">
      <h1 class="hidden">相談</h1>
      {state.pageProblem ? (
        <>
          <p role="alert">{state.pageProblem}</p>
          <button type="button" onClick={props.reload}>
            もう一度読み込む
          </button>
        </>
      ) : (
        <p>読み込んでいます…</p>
      )}
    </main>
  );
}

/** How long a word about what happened stands above the list. */
const WORD_MS = 10_000;

export function Desk(props: { session: Session; leave: () => void }): JSX.Element {
  const { session } = props;
  const [settings, setSettings] = useState<AlertSettings>(readSettings());
  const [isHelping, setHelping] = useState(false);
  const { state, tell, reload } = useDesk(session.account_id, settings);
  const [offer, setOffer] = useState<Offer>();
  const closeOffer = useCallback(() => setOffer(undefined), []);
  useShortcuts(settings.shortcuts, () => setHelping(true));
  const { page } = state;
  return (
    <div class="desk">
      <Header
        session={session}
        hours={state.hours}
        waiting={(state.open ?? []).filter((row) => row.state === "queued" && !row.muted_until)}
        calls={state.calls}
        settings={settings}
        change={(next) => {
          setSettings(next);
          saveSettings(next);
        }}
        help={() => setHelping(true)}
        reload={reload}
        leave={props.leave}
      />
      <Alarms state={state} tell={tell} />
      <NewsBar news={newsElsewhere(state.news, page?.case.case_id)} reload={reload} />
      <UndoBar offer={offer} close={closeOffer} reload={reload} />
      <div class="corner">
        {state.listProblem && (
          <p class="problem" role="alert">
            {state.listProblem}
            {leftBeforeReturn(state, session.account_id, Date.now())}
            <button type="button" onClick={reload}>
              もう一度読み込む
            </button>
          </p>
        )}
      </div>
      <div class={state.selected ? "columns has-case" : "columns"}>
        <CaseListView state={state} me={session.name} tell={tell} />
        {page && page.case.case_id === state.selected ? (
          <CaseView
            key={page.case.case_id}
            page={page}
            session={session}
            enterSends={settings.enterSends}
            stale={state.listProblem ? "" : state.pageProblem}
            news={state.news.filter((one) => one.case_id === state.selected).pop()}
            offer={setOffer}
            at={state.at}
            backToList={(why) => {
              setOffer({ caseId: page.case.case_id, words: why, isWord: true, until: Date.now() + WORD_MS });
              tell({ type: "tab", tab: "queued" });
              location.hash = "#/";
              reload();
            }}
            next={() => {
              const id = nextCase(state.open ?? [], session.account_id, page.case.case_id);
              location.hash = id ? `#/cases/${encodeURIComponent(id)}` : "#/";
            }}
            reload={reload}
            tell={tell}
          />
        ) : (
          <Empty state={state} session={session} tell={tell} reload={reload} />
        )}
      </div>
      {isHelping && <Help isOn={settings.shortcuts} close={() => setHelping(false)} />}
    </div>
  );
}
