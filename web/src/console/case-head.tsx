/** The head of a case: its receipt and state, who has it and until when, who else looks at it. */

import type { JSX } from "preact";
import { momentOf } from "../shared/dates";
import type { CaseDetail, Session } from "./types";
import { flagName, STATES } from "./words";

export function CaseHead(props: {
  found: CaseDetail;
  session: Session;
  unmute: () => void;
  /** Asks for a mark of danger. */
  mark: () => void;
}): JSX.Element {
  const { found, session } = props;
  const isAlert = found.state === "alert";
  const isOpen = found.state !== "closed";
  const mayWrite = session.role !== "auditor";
  const writers = found.writers.filter((name) => name !== session.name);
  const others = found.viewers.filter((name) => name !== session.name && !writers.includes(name));
  return (
    <>
      <h1>
        {found.receipt} <span class={`state ${found.state}`}>{STATES[found.state]}</span>
        {found.flags.map((flag) => (
          <span class="flag">{flagName(flag)}</span>
        ))}
      </h1>
      <p class="small who-is">
        {found.owner && (
          <span class={found.owner_away ? "seen-by" : ""}>
            担当 {found.owner.name ?? "―"}
            {found.owner_away && "（いま画面を開いていません）"}
          </span>
        )}
        {found.snooze && (
          <span class={found.snooze.due ? "due" : ""}>
            {found.snooze.promise ? "返事の約束" : "あとで"} {momentOf(found.snooze.until)}
          </span>
        )}
        {found.muted_until && (
          <span class="due" data-testid="muted">
            呼び出しを止めています（{momentOf(found.muted_until)} まで）
            {mayWrite && (
              <button type="button" class="slim" data-testid="unmute" onClick={props.unmute}>
                止めるのをやめる
              </button>
            )}
          </span>
        )}
        {writers.length > 0 && <span class="seen-by">入力中 {writers.join("、")}</span>}
        {others.length > 0 && <span class="seen-by">閲覧中 {others.join("、")}</span>}
        {mayWrite && isOpen && (
          <button type="button" class="slim" data-testid="mark-danger" onClick={props.mark}>
            危険の印を付ける
          </button>
        )}
        {!isAlert && (
          <>
            <a href={`/console/cases/${encodeURIComponent(found.case_id)}/record`}>対応記録票</a>{" "}
            <a href={`/console/cases/${encodeURIComponent(found.case_id)}/answer`}>正しい回答は…</a>
          </>
        )}
      </p>
    </>
  );
}
