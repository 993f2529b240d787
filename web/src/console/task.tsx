/** One kind of thing to do on 今日やること: its title, how many, and the cases. */

import type { ComponentChildren, JSX } from "preact";
import { caseAddress } from "./pieces";
import { about } from "./rows";
import type { CaseRow } from "./types";
import { topicName } from "./words";

const MOST_ROWS = 5;

export function Task(props: {
  title: string;
  count: number;
  tone?: "urgent" | "";
  children?: ComponentChildren;
}): JSX.Element | null {
  if (!props.count) return null;
  return (
    <section class={`task ${props.tone ?? ""}`}>
      <h2>
        {props.title} <span class="number">{props.count}件</span>
      </h2>
      {props.children}
    </section>
  );
}

export function Rows({ rows, tell }: { rows: CaseRow[]; tell: (row: CaseRow) => string }): JSX.Element {
  return (
    <ul>
      {rows.slice(0, MOST_ROWS).map((row) => (
        <li key={row.case_id}>
          <a href={caseAddress(row.case_id)}>{row.receipt}</a>
          <span class="what">
            {row.flags.length > 0 && <span class="flag">急ぎ</span>} {topicName(row.topic)}：
            {row.danger ? `「${row.danger.words}」` : about(row)}
          </span>
          <span class="small when">{tell(row)}</span>
        </li>
      ))}
      {rows.length > MOST_ROWS && (
        <li class="small">ほか {rows.length - MOST_ROWS}件は左の一覧にあります。</li>
      )}
    </ul>
  );
}
