/** Narrows the list: by who holds a case, its topic, and what is marked on it. */

import type { JSX } from "preact";
import { EVERYTHING, type Filters } from "./filter";
import { Select } from "./pieces";
import type { News } from "./store";
import type { CaseRow } from "./types";
import { topicName } from "./words";

const MARKS: Record<Exclude<Filters["mark"], "">, string> = {
  urgent: "急ぎ（危険の印）",
  waits: "返事を待っている",
  promise: "返事の約束",
  later: "あとで",
  line: "LINE",
  muted: "呼び出しを止めた人",
};

export function FilterBar(props: {
  rows: CaseRow[];
  filters: Filters;
  tell: (news: News) => void;
}): JSX.Element {
  const { rows, filters } = props;
  const set = (change: Partial<Filters>) =>
    props.tell({ type: "filtered", filters: { ...filters, ...change } });
  const owners = new Map(
    rows.flatMap((row) => (row.owner ? [[row.owner.account_id, row.owner.name ?? "―"]] : [])),
  );
  const topics = new Map(rows.map((row) => [row.topic, topicName(row.topic)]));
  const tags = new Map(rows.flatMap((row) => row.tags.map((tag): [string, string] => [tag, `#${tag}`])));
  const isOn = Object.values(filters).some(Boolean);
  const choice = (name: keyof Filters, label: string, found: Iterable<[string, string]>) => (
    <Select
      label={<span class="small">{label}</span>}
      value={filters[name]}
      options={[["", "すべて"], ...found]}
      change={(value) => set({ [name]: value })}
      testId={`filter-${name}`}
    />
  );
  return (
    <details class="filters" open={isOn}>
      <summary data-testid="filters">絞り込み{isOn && "（使用中）"}</summary>
      <div>
        {choice("owner", "担当", owners)}
        {choice("topic", "話題", topics)}
        {choice("mark", "印", Object.entries(MARKS) as [string, string][])}
        {tags.size > 0 && choice("tag", "タグ", tags)}
      </div>
      {isOn && (
        <button type="button" class="slim" onClick={() => set(EVERYTHING)}>
          絞り込みをやめる
        </button>
      )}
    </details>
  );
}
