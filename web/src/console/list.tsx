/** Who waits: tabs by state, the longest wait on top, cries for help first. */

import type { JSX } from "preact";
import type { CaseRow, CaseState } from "./types";
import { channelName, flagName, ordered, STATES, topicName, waitText } from "./words";

export function CaseListView(props: {
  rows: CaseRow[];
  state: CaseState;
  counts: Partial<Record<CaseState, number>>;
  selected: string | undefined;
  isLoading: boolean;
  choose: (state: CaseState) => void;
  open: (id: string) => void;
}): JSX.Element {
  const rows = ordered(props.rows, props.state);
  return (
    <nav class="list" aria-label="相談の一覧">
      <ul class="tabs">
        {(Object.keys(STATES) as CaseState[]).map((state) => (
          <li>
            <button
              type="button"
              aria-pressed={state === props.state}
              data-testid={`tab-${state}`}
              onClick={() => props.choose(state)}
            >
              {STATES[state]}
              {props.counts[state] ? <span class="count">{props.counts[state]}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      {rows.length === 0 && (
        <p class="empty">
          {props.isLoading ? "読み込んでいます…" : `「${STATES[props.state]}」の相談はありません。`}
        </p>
      )}
      <ul class="rows">
        {rows.map((row) => (
          <li>
            <button
              type="button"
              class="row"
              data-testid="case-row"
              data-case-id={row.case_id}
              aria-current={row.case_id === props.selected ? "true" : undefined}
              onClick={() => props.open(row.case_id)}
            >
              <span class="line">
                <strong>{row.receipt}</strong>
                {row.flags.map((flag) => (
                  <span class="flag">{flagName(flag)}</span>
                ))}
                {row.state !== "closed" && <span class="wait">{waitText(row.wait_minutes)}</span>}
              </span>
              <span class="line small">
                {topicName(row.topic)}・{channelName(row.channel)}
                {row.owner ? `・担当 ${row.owner.name}` : ""}
                {row.viewers.length ? `・閲覧中 ${row.viewers.join("、")}` : ""}
              </span>
              <span class="line excerpt">{row.last_message || row.question}</span>
              {row.unread > 0 && (
                <span class="unread">
                  <span class="hidden">未返信 </span>
                  {row.unread}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
