/** A week of free times beside the talk: chosen ones go into the reply as an offer, a single one is booked. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, api, words } from "./api";
import { instead, Problem, Select } from "./pieces";
import type { CaseDetail, FreeTime, FreeWeek } from "./types";
import { useRead } from "./work";

type Methods = FreeTime["method"] | "";

/** The times of a day as one button for each beginning; whose time it is, is asked once one is chosen. */
export function byBeginning(times: FreeTime[], method: Methods): Map<string, FreeTime[]> {
  const found = new Map<string, FreeTime[]>();
  for (const time of times)
    if (!method || time.method === method) found.set(time.begin, [...(found.get(time.begin) ?? []), time]);
  return found;
}

/** The methods that somebody offers in this week, in the order in which they come. */
export function methodsOf(week: FreeWeek): [FreeTime["method"], string][] {
  const found = new Map(
    week.days.flatMap((day) => day.times.map((time) => [time.method, time.method_name] as const)),
  );
  return [...found];
}

/** 11月25日(水) as the two lines that a narrow column has room for. */
export function dayLines(name: string): string[] {
  const [, month, day, weekday] = /^(\d+)月(\d+)日(\(.+\))$/.exec(name) ?? [];
  return weekday ? [`${month}/${day}`, weekday] : [name];
}

/** What a reply says of times that are offered. */
export function offerWords(chosen: string[]): string {
  return [
    "次の日時はいかがでしょうか。ご都合のよいものをお知らせください。",
    ...chosen.map((time) => `・${time}`),
  ].join("\n");
}

function Grid(props: {
  week: FreeWeek;
  method: Methods;
  chosen: FreeTime[];
  choose: (times: FreeTime[]) => void;
}): JSX.Element {
  const isChosen = (time: FreeTime) => props.chosen.some((one) => one.value === time.value);
  return (
    <div class="week" data-testid="week">
      {props.week.days.map((day) => {
        const cells = [...byBeginning(day.times, props.method)];
        return (
          <fieldset class="day-column" key={day.day}>
            <legend class="small">
              {dayLines(day.name).map((line) => (
                <span key={line}>{line}</span>
              ))}
            </legend>
            {cells.length === 0 && <p class="none">―</p>}
            {cells.map(([begin, times]) => (
              <button
                type="button"
                key={begin}
                data-testid="free-time"
                aria-pressed={times.some(isChosen)}
                title={[...new Set(times.map((time) => `${time.method_name}・${time.consultant}`))].join(
                  "\n",
                )}
                onClick={() => props.choose(times)}
              >
                {begin}
              </button>
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}

/** What was typed of who comes; kept while times are changed. An untouched question is the case's own. */
interface Person {
  name: string;
  contact: string;
  topic?: string;
}

/** The one time that is booked: with whom and how, who comes, and what they are told their data are for. */
function Book(props: {
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
      <button type="submit" class="primary" data-testid="book-save" disabled={isBusy}>
        {isBusy ? "予約しています…" : "利用目的を伝えて、予約する"}
      </button>
      <p class="small">本人には、チャットとメールで予約の内容が届きます。</p>
    </form>
  );
}

export function WeekPanel(props: {
  found: CaseDetail;
  /** Puts words into the reply; undefined where nothing can be written. */
  offer: ((words: string) => void) | undefined;
  booked: () => void;
  close: () => void;
}): JSX.Element {
  const { found } = props;
  const [day, setDay] = useState<string>();
  const [look, setLook] = useState(0);
  const [method, setMethod] = useState<Methods>("");
  const [chosen, setChosen] = useState<FreeTime[]>([]);
  const [person, setPerson] = useState<Person>({ name: "", contact: "" });
  // `look` asks again for the same week.
  const { found: week, problem } = useRead(
    () => api.freeWeek(found.case_id, day),
    [found.case_id, day, look],
  );
  // Who opened it goes on with the keyboard among the times.
  const panel = useRef<HTMLDivElement>(null);
  const isRead = week !== undefined;
  useEffect(() => {
    if (isRead) panel.current?.querySelector<HTMLElement>('[data-testid="free-time"]')?.focus();
  }, [isRead]);
  if (problem || !week)
    return (
      <p class="small" role={problem ? "alert" : "status"}>
        {problem || "空いている時間を調べています…"}
      </p>
    );
  const all = week.days.flatMap((one) => one.times);
  const toggle = (times: FreeTime[]) => {
    const isOn = chosen.some((one) => times.some((time) => time.value === one.value));
    const first = times[0];
    const rest = chosen.filter((one) => !times.some((time) => time.value === one.value));
    setChosen(isOn || !first ? rest : [...rest, first]);
  };
  const sorted = [...chosen].sort((a, b) => (moment(a) < moment(b) ? -1 : 1));
  const [only] = chosen.length === 1 ? chosen : [];
  return (
    <div class="week-panel" data-testid="week-panel" ref={panel}>
      <div class="week-head">
        <button
          type="button"
          class="slim"
          disabled={!week.before}
          aria-label="前の週"
          onClick={() => setDay(week.before ?? undefined)}
        >
          ←
        </button>
        <Select<Methods>
          label={<span class="hidden">方法</span>}
          testId="week-method"
          value={method}
          options={[["", "すべての方法"], ...methodsOf(week)]}
          change={(next) => {
            setMethod(next);
            setChosen([]);
          }}
        />
        <button
          type="button"
          class="slim"
          disabled={!week.after}
          aria-label="次の週"
          onClick={() => setDay(week.after ?? undefined)}
        >
          →
        </button>
        <button type="button" class="slim" data-testid="week-close" onClick={props.close}>
          閉じる
        </button>
      </div>
      {all.length === 0 && (
        <p class="small">
          この週に空いている時間はありません。{" "}
          <a href="/console/appointments/times">予約できる時間を加える</a>
        </p>
      )}
      <Grid week={week} method={method} chosen={chosen} choose={toggle} />
      {chosen.length === 0 ? (
        <p class="small">時間を押すと、予約や、返信での提案ができます。</p>
      ) : (
        props.offer && (
          <button
            type="button"
            data-testid="offer-times"
            onClick={() => props.offer?.(offerWords(sorted.map((time) => time.words)))}
          >
            選んだ {chosen.length}件を返信欄に入れる
          </button>
        )
      )}
      {chosen.length > 1 && <p class="small">予約するときは、時間を一つだけ選びます。</p>}
      {only && (
        <Book
          key={moment(only)}
          caseId={found.case_id}
          week={week}
          time={only}
          others={all.filter((one) => moment(one) === moment(only) && (!method || one.method === method))}
          person={person}
          write={setPerson}
          change={(next) => setChosen([next])}
          done={() => {
            props.booked();
            props.close();
          }}
          refresh={() => setLook(look + 1)}
        />
      )}
    </div>
  );
}

/** When a time begins, as its value has it: `online 2026-11-25T10:00 a_1`. */
const moment = (time: FreeTime) => time.value.split(" ")[1] ?? "";
