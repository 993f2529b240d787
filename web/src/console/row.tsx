/** One case in the list. */

import { caseAddress } from "./pieces";
import { about, isAsleep } from "./rows";
import { shortMoment } from "./times";
import type { CaseRow } from "./types";
import { channelName, flagName, topicName } from "./words";

export function Row(props: {
  row: CaseRow;
  me: string;
  when: string;
  isCurrent: boolean;
  isHanded: boolean;
}) {
  const { row } = props;
  const others = (names: string[]) => names.filter((name) => name !== props.me);
  const writers = others(row.writers);
  const viewers = others(row.viewers).filter((name) => !writers.includes(name));
  const facts = [
    topicName(row.topic),
    ...row.tags.map((tag) => `#${tag}`),
    row.muted_until ? "呼び出し停止" : "",
    row.owner?.name ? `担当 ${row.owner.name}${row.owner_away ? "（不在）" : ""}` : "",
    writers.length ? `入力中 ${writers.join("、")}` : "",
    viewers.length ? `閲覧中 ${viewers.join("、")}` : "",
  ];
  return (
    <button
      type="button"
      class={`row${isAsleep(row) ? " asleep" : ""}${row.danger ? " danger" : ""}${row.unread ? " has-unread" : ""}`}
      data-testid="case-row"
      data-shortcut="row"
      data-case-id={row.case_id}
      aria-current={props.isCurrent ? "true" : undefined}
      onClick={() => {
        location.hash = caseAddress(row.case_id);
      }}
    >
      <span class="line">
        <strong>{row.receipt}</strong>
        <span class="wait">{props.when}</span>
      </span>
      <span class="line about">
        {row.flags.map((flag) => (
          <span class="flag">{flagName(flag)}</span>
        ))}
        {props.isHanded && <span class="handed">引き継ぎ</span>}
        {row.snooze && (
          <span class={row.snooze.due ? "due" : "later"}>
            {row.snooze.promise ? "約束" : "あとで"} {shortMoment(row.snooze.until)}
          </span>
        )}
        <span class={`channel ${row.channel}`}>{channelName(row.channel)}</span>
        <span class="small facts">{facts.filter(Boolean).join("・")}</span>
      </span>
      <span class="excerpt">
        {row.danger
          ? `「${row.danger.words}」${row.danger.count > 1 ? ` ほか${row.danger.count - 1}件` : ""}`
          : about(row)}
      </span>
      {row.unread > 0 && <span class="unread">新しい発言 {row.unread}</span>}
    </button>
  );
}
