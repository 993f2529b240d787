/** The bar on top: whether the desk is open, own presence, who calls, the office's pages, settings, log out. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import type { AlertSettings } from "./alerts";
import { api } from "./api";
import { caseAddress, Tick } from "./pieces";
import { Popover } from "./popover";
import { Settings } from "./settings";
import type { DeskState } from "./store";
import type { Call, CaseRow, Session } from "./types";
import { useWork } from "./work";

const DELIVERIES = "/console/deliveries";

function Calls({ calls }: { calls: Call[] }): JSX.Element {
  return (
    <Popover name="calls" tone="calls" label={`呼びかけ ${calls.length}件`}>
      {(close) => (
        <ul class="links">
          {calls.map((call) => (
            <li key={`${call.case_id} ${call.created_at}`}>
              <a href={caseAddress(call.case_id)} onClick={close}>
                {call.receipt} のメモ
              </a>
              <span class="small">
                {" "}
                {call.author_name}さんから {momentOf(call.created_at)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

/** Where the bar leads besides the cases: the first page of each group that one's role may open, in the desk's order. */
export function groupsOf(pages: Session["pages"]): { address: string; name: string }[] {
  const first = new Map<string, string>();
  for (const page of pages) if (!first.has(page.group)) first.set(page.group, page.address);
  return Array.from(first, ([name, address]) => ({ address, name }));
}

function Groups({ pages }: { pages: Session["pages"] }): JSX.Element {
  return (
    <nav class="groups" aria-label="画面" data-testid="groups">
      <ul>
        <li>
          <a href="#/" aria-current="page">
            対応
          </a>
        </li>
        {groupsOf(pages).map((group) => (
          <li key={group.name}>
            <a href={group.address}>{group.name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Header(props: {
  session: Session;
  hours: DeskState["hours"];
  /** Who waits for anybody. */
  waiting: CaseRow[];
  calls: Call[];
  settings: AlertSettings;
  change: (next: AlertSettings) => void;
  help: () => void;
  reload: () => void;
  leave: () => void;
}): JSX.Element {
  const { session, hours } = props;
  const [onDuty, setOnDuty] = useState(session.on_duty);
  const { problem, run } = useWork();
  const turn = async (next: boolean) => {
    setOnDuty(next);
    await run(() =>
      api.duty(next).catch((error) => {
        setOnDuty(!next);
        throw error;
      }),
    );
    props.reload();
  };
  return (
    <header>
      <div class="bar">
        <a class="brand" href="#/" data-testid="today">
          相談デスク
        </a>
        <span class={hours.open ? "hours open" : "hours"} data-testid="hours">
          {hours.open ? "受付中" : `時間外${hours.opens_text ? `（次は ${hours.opens_text}）` : ""}`}・在席{" "}
          {hours.on_duty}人
        </span>
        {props.waiting.length > 0 && (
          <span
            class={props.waiting.some((row) => row.flags.length > 0) ? "waiting danger" : "waiting"}
            data-testid="waiting"
          >
            待ち {props.waiting.length}
          </span>
        )}
        {session.counts && (
          <Tick class="duty" testId="duty" is={onDuty} change={(next) => void turn(next)}>
            <span>
              在席<span class="more">（相談を受けられる）</span>
            </span>
          </Tick>
        )}
        {problem && (
          <span class="small" role="alert">
            {problem}
          </span>
        )}
        <span class="gap" />
        {props.calls.length > 0 && <Calls calls={props.calls} />}
        {hours.trouble && session.role !== "auditor" && (
          <span class="trouble" role="alert" data-testid="trouble">
            <a class="bad" href={DELIVERIES}>
              {hours.trouble}
            </a>
          </span>
        )}
        {hours.stuck > 0 && session.role !== "auditor" && (
          <a class="bad" href={DELIVERIES}>
            届いていない送信 {hours.stuck}件
          </a>
        )}
        {hours.aside > 0 && session.role !== "auditor" && (
          <a class="bad" href={DELIVERIES} data-testid="aside">
            処理できなかったもの {hours.aside}件
          </a>
        )}
        <Settings settings={props.settings} change={props.change} help={props.help} />
        <span class="me">{session.name}</span>
        <button
          type="button"
          data-testid="logout"
          onClick={() => void run(() => api.logout().then(props.leave))}
        >
          ログアウト
        </button>
      </div>
      <Groups pages={session.pages} />
    </header>
  );
}
