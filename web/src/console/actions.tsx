/** What may be done with a case: take it, hand it on, give it back to the bot, end it. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api } from "./api";
import { Colleagues } from "./colleagues";
import { Dialog } from "./dialog";
import type { CaseDetail, Session } from "./types";

type Asked = { title: string; words: string; label: string; run: () => Promise<unknown> };
export type Run = (work: () => Promise<unknown>) => void;

function questions(found: CaseDetail): Record<"take" | "return" | "close", Asked> {
  const id = found.case_id;
  return {
    take: {
      title: "担当を引き取りますか？",
      words: `${found.owner?.name ?? "ほかの相談員"}さんの担当をあなたに変えます。`,
      label: "引き取る",
      run: () => api.act(id, "take-over"),
    },
    return: {
      title: "自動応答に戻しますか？",
      words: "利用者には「相談員との会話を終わりました」と伝わります。",
      label: "戻す",
      run: () => api.act(id, "return"),
    },
    close: {
      title: "相談を終了しますか？",
      words: "利用者が次に書き込むと、自動応答からやり直せます。",
      label: "終了する",
      run: () => api.act(id, "close"),
    },
  };
}

export function Actions(props: {
  found: CaseDetail;
  session: Session;
  isBusy: boolean;
  run: Run;
}): JSX.Element {
  const { found, session, run } = props;
  const [asked, setAsked] = useState<Asked>();
  const [isHanding, setHanding] = useState(false);
  const isMine = found.owner?.account_id === session.account_id;
  const isFree = !found.owner;
  const mayTake = session.role === "supervisor" || session.role === "manager";
  const ask = (which: "take" | "return" | "close") => () => setAsked(questions(found)[which]);
  return (
    <div class="choose">
      {isFree && (
        <button
          type="button"
          class="primary"
          data-testid="claim"
          disabled={props.isBusy}
          onClick={() => run(() => api.act(found.case_id, "claim"))}
        >
          担当する
        </button>
      )}
      {!isFree && !isMine && mayTake && (
        <button type="button" onClick={ask("take")}>
          引き取る
        </button>
      )}
      {isMine && (
        <>
          <button type="button" data-testid="transfer" onClick={() => setHanding(true)}>
            引き継ぐ
          </button>
          <button type="button" data-testid="return" onClick={ask("return")}>
            自動応答に戻す
          </button>
        </>
      )}
      {(isMine || isFree) && (
        <button type="button" data-testid="close" onClick={ask("close")}>
          終了する
        </button>
      )}
      {isHanding && (
        <Colleagues found={found} me={session.account_id} run={run} close={() => setHanding(false)} />
      )}
      {asked && (
        <Dialog title={asked.title} close={() => setAsked(undefined)}>
          <p>{asked.words}</p>
          <div class="buttons">
            <button type="button" onClick={() => setAsked(undefined)}>
              やめる
            </button>
            <button
              type="button"
              class="primary"
              data-testid="confirm"
              onClick={() => {
                setAsked(undefined);
                run(asked.run);
              }}
            >
              {asked.label}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
