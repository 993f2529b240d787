/** The form that books one free time for a case: with whom and how, who comes, and for what. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiError, api, words } from "./api";
import { instead, Problem, Select } from "./pieces";
import type { FreeTime, FreeWeek } from "./types";

/** What was typed of who comes; kept while times are changed. An untouched question is the case's own. */
export interface Person {
  name: string;
  contact: string;
  topic?: string;
}

/** The one time that is booked: with whom and how, who comes, and what they are told their data are for. */
export function Book(props: {
  caseId: string;
  week: FreeWeek;
  time: FreeTime;
  /** The same beginning with others, or in other ways. */
  others: FreeTime[];
  person: Person;
  write: (person: Person) => void;
  change: (time: FreeTime) => void;
  done: () => void;
  refresh: () => void;
}): JSX.Element {
  const { week, time, person } = props;
  const [problem, setProblem] = useState<{ field: string; words: string }>();
  const [isBusy, setBusy] = useState(false);
  const isCallable = time.method !== "phone" || week.contact_kind === "phone";
  const save = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      // Untouched, the question is taken whole from the case: here a contact in it is hidden.
      const { topic, ...who } = person;
      const isOwn = topic !== undefined && topic !== week.topic;
      await api.book(props.caseId, { slot: time.value, ...who, ...(isOwn ? { topic } : {}) });
      props.done();
    } catch (error) {
      setProblem({ field: error instanceof ApiError ? error.field : "", words: words(error) });
      setBusy(false);
      if (error instanceof ApiError && error.code === "slot_taken") props.refresh();
    }
  };
  const known = (has: boolean) => (has ? "相談で聞いたものを使います" : "");
  const field = (name: "name" | "contact", label: string, hint: string) => (
    <label>
      {label}
      <input
        value={person[name]}
        maxLength={name === "name" ? 80 : 254}
        autocomplete="off"
        placeholder={hint}
        data-testid={`book-${name}`}
        aria-invalid={problem?.field === name}
        onInput={(event) => props.write({ ...person, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="facts" data-testid="book" onSubmit={instead(save)}>
      <Select
        label="日時・方法・担当"
        testId="book-how"
        value={time.value}
        options={props.others.map((one) => [
          one.value,
          `${one.words}・${one.consultant}${one.is_mine ? "（あなた）" : ""}`,
        ])}
        change={(value) => {
          const next = props.others.find((one) => one.value === value);
          if (next) props.change(next);
        }}
      />
      {field("name", "お呼びする名前", known(week.has_name))}
      {field(
        "contact",
        time.method === "phone" ? "電話番号" : "メールアドレスか電話番号",
        known(isCallable && week.contact_kind !== ""),
      )}
      <label>
        聞きたいこと
        <textarea
          rows={2}
          maxLength={1_000}
          value={person.topic ?? week.topic}
          data-testid="book-topic"
          onInput={(event) => props.write({ ...person, topic: event.currentTarget.value })}
        />
      </label>
      <details class="small">
        <summary>本人に伝えること（利用目的）</summary>
        <p class="words">{week.purpose}</p>
      </details>
      <Problem>{problem?.words}</Problem>
      <button type="submit" class="primary" data-testid="book-save" aria-disabled={isBusy || undefined}>
        {isBusy ? "予約しています…" : "利用目的を伝えて、予約する"}
      </button>
      <p class="small">本人には、チャットとメールで予約の内容が届きます。</p>
    </form>
  );
}
