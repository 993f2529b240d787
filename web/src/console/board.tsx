/** For supervisors: who has how much in hand, how many of those wait for a word, and since when. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import { api } from "./api";
import { EVERYTHING } from "./filter";
import { caseAddress } from "./pieces";
import { byWait, isMine } from "./rows";
import type { News } from "./store";
import type { CaseRow, Colleague } from "./types";
import { presenceName } from "./words";

const LOOK_MS = 30_000;

export function Board({ rows, tell }: { rows: CaseRow[]; tell: (news: News) => void }): JSX.Element | null {
  const [people, setPeople] = useState<Colleague[]>([]);
  useEffect(() => {
    const look = () =>
      void api.colleagues().then(
        (found) => setPeople(found.accounts),
        () => undefined,
      );
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const found = workload(rows, people);
  if (!found.length) return null;
  return (
    <section class="task board" data-testid="board">
      <h2>みんなの担当</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">相談員</th>
            <th scope="col">対応中</th>
            <th scope="col">返事待ち</th>
            <th scope="col">いちばん長い待ち</th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <button
                  type="button"
                  class="slim"
                  data-testid="board-person"
                  onClick={() => {
                    tell({ type: "tab", tab: "consultant" });
                    tell({ type: "filtered", filters: { ...EVERYTHING, owner: one.id } });
                  }}
                >
                  {one.name}
                </button>{" "}
                <span class={one.isPresent ? "here" : "small"}>{presenceName(one.isPresent)}</span>
              </th>
              <td>{one.open}件</td>
              <td>{one.waiting}件</td>
              <td>
                {one.oldest ? (
                  <a href={caseAddress(one.oldest.case_id)}>{momentOf(one.oldest.waits_since ?? "")} から</a>
                ) : (
                  "―"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Who has how many cases in hand, how many of those wait, and which one the longest; the busiest first. */
export function workload(
  rows: CaseRow[],
  people: Colleague[],
): {
  id: string;
  name: string;
  isPresent: boolean;
  open: number;
  waiting: number;
  oldest: CaseRow | undefined;
}[] {
  return people
    .map((one) => {
      const held = rows.filter((row) => row.state === "consultant" && isMine(row, one.account_id));
      const waiting = byWait(held.filter((row) => row.waits_since !== null)).sort(
        (a, b) => Date.parse(a.waits_since ?? "") - Date.parse(b.waits_since ?? ""),
      );
      return {
        id: one.account_id,
        name: one.name,
        isPresent: one.present,
        open: held.length,
        waiting: waiting.length,
        oldest: waiting[0],
      };
    })
    .filter((one) => one.open > 0 || one.isPresent)
    .sort((a, b) => b.waiting - a.waiting || b.open - a.open);
}
