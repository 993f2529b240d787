/** To whom a case is handed on. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Run } from "./actions";
import { api, words } from "./api";
import { Dialog } from "./dialog";
import type { CaseDetail, Colleague } from "./types";

export function Colleagues(props: {
  found: CaseDetail;
  me: string;
  run: Run;
  /** Back to the queue, for whoever comes. */
  release: () => void;
  close: () => void;
}): JSX.Element {
  const [list, setList] = useState<Colleague[]>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    api.colleagues().then(
      // An auditor may only read.
      (found) =>
        setList(
          found.accounts
            .filter((one) => one.account_id !== props.me && one.role !== "auditor")
            .sort((a, b) => Number(b.on_duty) - Number(a.on_duty)),
        ),
      (error) => setProblem(words(error)),
    );
  }, [props.me]);
  return (
    <Dialog title="だれに引き継ぎますか？" close={props.close}>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {!list && !problem && <p>読み込んでいます…</p>}
      {list?.length === 0 && <p>引き継げる相談員がいません。</p>}
      <ul class="colleagues">
        {list?.map((one) => (
          <li key={one.account_id}>
            <button
              type="button"
              data-testid="transfer-to"
              onClick={() => {
                props.close();
                props.run(() => api.transfer(props.found.case_id, one.account_id));
              }}
            >
              {one.name}
              <span class={one.on_duty ? "here" : "small"}>{one.on_duty ? "在席" : "離席"}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button
          type="button"
          data-testid="release"
          onClick={() => {
            props.close();
            props.release();
          }}
        >
          列に戻す（だれかが受け取る）
        </button>
        <button type="button" onClick={props.close}>
          やめる
        </button>
      </div>
    </Dialog>
  );
}
