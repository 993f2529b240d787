/** What a search is narrowed by: days, channel, state, topic. */

import type { JSX } from "preact";
import { Select } from "./pieces";
import type { CaseState, SearchFilters } from "./types";
import { channelName, channels, STATES, topics } from "./words";

export const NO_FILTER: SearchFilters = { since: "", until: "", channel: "", state: "", topic: "" };
/** Small talk and ways to reach a person are no topics to search by. */
const NO_TOPICS = ["chitchat", "handoff", "out_of_scope"];

export function Filters(props: {
  filters: SearchFilters;
  change: (next: SearchFilters) => void;
}): JSX.Element {
  const { filters, change } = props;
  const isUsed = Object.values(filters).some(Boolean);
  const set = (name: keyof SearchFilters, value: string) => change({ ...filters, [name]: value });
  const choice = (name: keyof SearchFilters, label: string, options: [string, string][]) => (
    <Select
      label={label}
      value={filters[name]}
      options={[["", "すべて"], ...options]}
      change={(value) => set(name, value)}
      testId={`search-${name}`}
    />
  );
  const day = (name: "since" | "until", label: string) => (
    <label>
      {label}
      <input
        type="date"
        value={filters[name]}
        onChange={(event) => set(name, event.currentTarget.value)}
        data-testid={`search-${name}`}
      />
    </label>
  );
  return (
    <details class="filters" open={isUsed || undefined}>
      <summary>絞り込み{isUsed ? "（使用中）" : ""}</summary>
      <div>
        {day("since", "この日から")}
        {day("until", "この日まで")}
        {choice(
          "channel",
          "経路",
          Object.keys(channels()).map((name) => [name, channelName(name)]),
        )}
        {choice(
          "state",
          "状態",
          (Object.entries(STATES) as [CaseState, string][]).filter(([state]) => state !== "alert"),
        )}
        {choice(
          "topic",
          "話題",
          Object.entries(topics()).filter(([key]) => !NO_TOPICS.includes(key)),
        )}
        {isUsed && (
          <button type="button" class="slim" onClick={() => change(NO_FILTER)}>
            条件を消す
          </button>
        )}
      </div>
    </details>
  );
}
