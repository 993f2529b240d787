/** A week of free times beside the talk: chosen ones go into the reply as an offer, a single one is booked (book.tsx). */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { focusAfterWaiting } from "../shared/focus";
import { api } from "./api";
import { Book, type Person } from "./book";
import { byBeginning, dayLines, type Methods, methodsOf, moment, offerWords } from "./free-times";
import { Select } from "./pieces";
import type { CaseDetail, FreeTime, FreeWeek } from "./types";
import { useRead } from "./work";

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
  useLayoutEffect(() => {
    if (isRead) focusAfterWaiting(panel.current?.querySelector('[data-testid="free-time"]') ?? null);
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
