/** 今日やること: what waits for whom, when nothing is open. */

import type { JSX } from "preact";
import { longDate, momentOf } from "../shared/dates";
import { api } from "./api";
import { Booked, useBookedToday } from "./appointments";
import { Board } from "./board";
import { FirstSteps } from "./first-steps";
import { Matters } from "./matters";
import { newsWords } from "./news-words";
import { caseAddress, Problem } from "./pieces";
import { byWait, isDue } from "./rows";
import type { DeskState, News } from "./store";
import { Rows, Task } from "./task";
import { leftAt } from "./times";
import type { CaseRow, Session, Today } from "./types";
import { waitingFor } from "./waiting-for";
import { waitText } from "./words";
import { useRead } from "./work";

const MOST_REVIEWS = 5;

const waited = (row: CaseRow) => `${waitText(row.wait_minutes)}待ち`;
const until = (row: CaseRow) => (row.snooze ? `${momentOf(row.snooze.until)} まで` : "");
const said = (row: CaseRow) => (row.last_message_at ? momentOf(row.last_message_at) : "");

function Line({ line }: { line: Today["line"] }): JSX.Element | null {
  if (!line) return null;
  return (
    <p class={line.is_short ? "quota short" : "quota"}>
      今月の LINE のプッシュ：{line.used}
      {line.most === null ? "通（上限なし）" : ` / ${line.most}通`}
      {line.is_short && "。残りが少なくなっています。"}
    </p>
  );
}

function Reviews({ found }: { found: Today["to_review"] }): JSX.Element {
  return (
    <Task title="見直しの期限を過ぎた回答" count={found.length}>
      <ul>
        {found.slice(0, MOST_REVIEWS).map((entry) => (
          <li key={entry.label}>
            <span class="what">
              {entry.title} <span class="small">（{entry.owner}）</span>
            </span>
            <span class="small when">{longDate(entry.review_by)}</span>
          </li>
        ))}
        {found.length > MOST_REVIEWS && (
          <li>
            <details>
              <summary>ほか {found.length - MOST_REVIEWS}件</summary>
              <p>
                {found
                  .slice(MOST_REVIEWS)
                  .map((entry) => entry.title)
                  .join("、")}
              </p>
            </details>
          </li>
        )}
      </ul>
    </Task>
  );
}

const LEADS = ["supervisor", "manager"];

export function TodayView({
  state,
  session,
  tell,
}: {
  state: DeskState;
  session: Session;
  tell: (news: News) => void;
}): JSX.Element {
  const { found: more, problem } = useRead(api.today, []);
  const booked = useBookedToday();
  const { open, alerts, waiting, left, handed, promised, late, due, unanswered } = waitingFor(
    session.account_id,
    state,
  );
  const isNothing =
    state.open !== undefined &&
    !more?.unanswered?.count &&
    ![alerts, handed, waiting, left, promised, due, unanswered, state.calls, more?.to_review ?? []].some(
      (list) => list.length,
    );
  return (
    <main class="today" data-testid="today-view">
      <h1>今日やること</h1>
      <Problem>{problem}</Problem>
      <FirstSteps />
      {session.role === "manager" && <Matters />}
      {!state.open && !state.listProblem && <p>読み込んでいます…</p>}
      {isNothing && <p class="nothing">いま待っている人はいません。新しい相談が来ると、左の一覧に出ます。</p>}
      <Task title="見守り（自動応答との会話に危険な言葉）" count={alerts.length} tone="urgent">
        <Rows rows={alerts} tell={(row) => (row.danger ? momentOf(row.danger.at) : "")} />
      </Task>
      <Task title="引き継がれた相談" count={handed.length} tone="urgent">
        <ul data-testid="handed">
          {handed.map((one) => (
            <li key={one.id}>
              <a href={caseAddress(one.case_id)}>{one.receipt}</a>
              <span class="what">
                {newsWords(one)}
                {one.note && ` 申し送り：${one.note}`}
              </span>
              <span class="small when">{momentOf(one.at)}</span>
            </li>
          ))}
        </ul>
      </Task>
      <Task title="あなたの返事を待っている人" count={unanswered.length} tone="urgent">
        <Rows rows={byWait(unanswered)} tell={said} />
      </Task>
      <Task title="待っている人" count={waiting.length} tone="urgent">
        <Rows rows={waiting} tell={waited} />
      </Task>
      <Task title="約束の時刻を過ぎた返事" count={late.length} tone="urgent">
        <Rows rows={late} tell={until} />
      </Task>
      <Task title="メモで呼ばれています" count={state.calls.length} tone="urgent">
        <ul>
          {state.calls.map((call) => (
            <li key={`${call.case_id} ${call.created_at}`}>
              <a href={caseAddress(call.case_id)}>{call.receipt}</a>
              <span class="what">{call.author_name}さんから</span>
              <span class="small when">{momentOf(call.created_at)}</span>
            </li>
          ))}
        </ul>
      </Task>
      {LEADS.includes(session.role) && <Board rows={open} tell={tell} />}
      <Task title="今日の予約" count={booked?.today.length ?? 0}>
        <Booked found={booked?.today ?? []} />
      </Task>
      <Task title="新しい予約・変更・取り消し" count={booked?.news ?? 0}>
        <p>
          <a href={booked?.address}>予約の一覧を開いて、確かめる</a>
        </p>
      </Task>
      <Task title="伝言（返事を待っています）" count={left.length}>
        <Rows rows={left} tell={(row) => leftAt(row.waiting_since)} />
      </Task>
      <Task title="あとにした相談（時刻が来ました）" count={due.length}>
        <Rows rows={due} tell={until} />
      </Task>
      <Task title="これからの返事の約束" count={promised.length - late.length}>
        <Rows rows={promised.filter((row) => !isDue(row))} tell={until} />
      </Task>
      <Task title="届いていない送信" count={session.role === "auditor" ? 0 : state.hours.stuck}>
        <p>
          <a href="/console/deliveries">送信の記録を開いて、もう一度送るか決める</a>
        </p>
      </Task>
      <Task title="処理できなかったもの" count={session.role === "auditor" ? 0 : state.hours.aside}>
        <p>
          <a href="/console/deliveries">送信の記録を開いて、理由を確かめる</a>
        </p>
      </Task>
      <Task title="答えられなかった質問（まだ決めていないもの）" count={more?.unanswered?.count ?? 0}>
        <p>
          <a href={more?.unanswered?.address}>まとまりを開いて、どうするかを決める</a>
        </p>
      </Task>
      <Reviews found={more?.to_review ?? []} />
      <Line line={more?.line ?? null} />
    </main>
  );
}
