/** To whom a case is handed on. */

import type { JSX } from "preact";
import { api } from "./api";
import { Dialog } from "./dialog";
import { Problem } from "./pieces";
import type { Offering, Run } from "./run";
import type { CaseDetail, Colleague } from "./types";
import { presenceName } from "./words";
import { useRead } from "./work";

export function Colleagues(props: {
  found: CaseDetail;
  me: string;
  /** What the next one has to know; whoever opened the dialog keeps it until the case has changed hands. */
  note: string;
  write: (note: string) => void;
  run: Run;
  offer: Offering;
  /** Back to the queue, for whoever comes. */
  release: () => void;
  close: () => void;
}): JSX.Element {
  const { found, problem } = useRead(api.colleagues, []);
  const { note, write } = props;
  // An auditor may only read.
  const list = found?.accounts
    .filter((one) => one.account_id !== props.me && one.role !== "auditor")
    .sort((a, b) => Number(b.present) - Number(a.present) || a.cases - b.cases);
  // Who is away gets it when they come back: not by mistake.
  const absent = list?.filter((one) => !one.present) ?? [];
  const person = (one: Colleague) => (
    <li key={one.account_id}>
      <button
        type="button"
        data-testid="transfer-to"
        onClick={() => {
          props.close();
          props.run(() =>
            api.transfer(props.found.case_id, one.account_id, note.trim()).then((done) => {
              write("");
              props.offer(done, `${one.name}さんに引き継ぎました。`);
            }),
          );
        }}
      >
        {one.name}
        <span class={one.present ? "here" : "small"}>{presenceName(one.present)}</span>
        <span class="small">対応中 {one.cases}件</span>
      </button>
    </li>
  );
  return (
    <Dialog title="だれに引き継ぎますか？" close={props.close}>
      <Problem>{problem}</Problem>
      {!list && !problem && <p>読み込んでいます…</p>}
      {list?.length === 0 && <p>引き継げる相談員がいません。</p>}
      <label for="handing-note">申し送り（任意・利用者には見えません）</label>
      <textarea
        id="handing-note"
        rows={2}
        maxLength={2_000}
        data-testid="transfer-note"
        value={note}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <ul class="colleagues">{list?.filter((one) => one.present).map(person)}</ul>
      {absent.length > 0 && (
        <details open={absent.length === list?.length}>
          <summary>いま席にいない人（{absent.length}人）</summary>
          <ul class="colleagues">{absent.map(person)}</ul>
        </details>
      )}
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
