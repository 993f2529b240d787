/** The alarm: a red bar for words of danger that nobody at this screen has looked at yet; it goes when the case is opened. */

import type { JSX } from "preact";
import type { DeskState, News } from "./store";
import type { CaseRow } from "./types";
import { flagName, STATES } from "./words";

const address = (row: CaseRow) => `#/cases/${encodeURIComponent(row.case_id)}`;

export function Alarms({ state, tell }: { state: DeskState; tell: (news: News) => void }): JSX.Element {
  const rows = state.alarms.flatMap(
    (id) => state.open?.find((row) => row.case_id === id && row.danger) ?? [],
  );
  return (
    <div class="alarms" role="alert" data-testid="alarms">
      {rows.map((row) => (
        <p key={row.case_id}>
          <strong>至急 {row.danger ? flagName(row.danger.kind) : ""}</strong>
          <a href={address(row)} onClick={() => tell({ type: "alarm-seen", id: row.case_id })}>
            {row.receipt}（{STATES[row.state]}）を開く
          </a>
          <span class="raised">「{row.danger?.words}」</span>
          <button type="button" onClick={() => tell({ type: "alarm-seen", id: row.case_id })}>
            確認した
          </button>
        </p>
      ))}
    </div>
  );
}
