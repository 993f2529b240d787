/** What may be done with a case: take it, hand it on, put it off, give it back to the bot, end it, open it again. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { focusAfterWaiting } from "../shared/focus";
import { type Act, ApiError, api } from "./api";
import { ClosingDialog } from "./closing";
import { Colleagues } from "./colleagues";
import { Dialog } from "./dialog";
import { Decide } from "./pieces";
import type { Offering, Run } from "./run";
import { SnoozeDialog } from "./snooze";
import type { CaseDetail, Session, Undoable } from "./types";

type Asked = {
  title: string;
  words: string;
  label: string;
  run: () => Promise<Partial<Undoable>>;
  done: string;
};
type Question = "take" | "release";

function questions(found: CaseDetail, note: string): Record<Question, Asked> {
  const id = found.case_id;
  return {
    take: {
      title: "担当を引き取りますか？",
      words: `${found.owner?.name ?? "ほかの相談員"}さんの担当をあなたに変えます。${found.owner?.name ?? "ほかの相談員"}さんにも知らせます。`,
      label: "引き取る",
      run: () => api.act(id, "take-over"),
      done: `${found.receipt} を引き取りました。`,
    },
    release: {
      title: "待っている人の列に戻しますか？",
      words: `担当を外れ、ほかの相談員が受け取れます。順番はそのままです。利用者には「担当を交代します」と伝わります。${note && "書いた申し送りは、メモに残ります。"}`,
      label: "列に戻す",
      run: async () => {
        if (note) await api.note(id, note);
        return api.act(id, "release");
      },
      done: `${found.receipt} を列に戻しました。`,
    },
  };
}

export function Actions(props: {
  found: CaseDetail;
  session: Session;
  isBusy: boolean;
  run: Run;
  offer: Offering;
  next: () => void;
  /** Goes back to the list, which says why. */
  backToList: (why: string) => void;
}): JSX.Element | null {
  const { found, session, run } = props;
  const [asked, setAsked] = useState<Asked>();
  const [isHanding, setHanding] = useState(false);
  const [note, setNote] = useState("");
  const [isClosing, setClosing] = useState(false);
  const [isPuttingOff, setPuttingOff] = useState(false);
  const isMine = found.owner?.account_id === session.account_id;
  const isFree = !found.owner;
  const isAlert = found.state === "alert";
  const act = (action: Act) => run(() => api.act(found.case_id, action));
  const mayTake = session.role === "supervisor" || session.role === "manager";
  const ask = (which: Question) => () => setAsked(questions(found, note.trim())[which]);
  if (found.is_erased) return null;
  if (found.state === "closed")
    return (
      <div class="choose">
        <button type="button" data-testid="reopen" disabled={props.isBusy} onClick={() => act("reopen")}>
          もう一度開く
        </button>
      </div>
    );
  return (
    <div class="choose">
      {isFree && (
        <button
          type="button"
          class="primary"
          data-shortcut="claim"
          data-testid="claim"
          disabled={props.isBusy}
          onClick={() =>
            run(() =>
              api.act(found.case_id, "claim").then(
                () => {
                  // Who takes a case writes next; the button that was pressed goes away.
                  focusAfterWaiting(document.querySelector<HTMLElement>('[data-shortcut="reply"]'));
                },
                (error) => {
                  if (!(error instanceof ApiError) || error.code !== "claimed_by_other") throw error;
                  props.backToList(`${error.message}列に戻ります。`);
                },
              ),
            )
          }
        >
          担当する
        </button>
      )}
      {!isFree && !isMine && mayTake && (
        <button type="button" data-testid="take-over" onClick={ask("take")}>
          引き取る
        </button>
      )}
      {isMine && (
        <>
          <button
            type="button"
            data-shortcut="transfer"
            data-testid="transfer"
            onClick={() => setHanding(true)}
          >
            引き継ぐ
          </button>
          {found.snooze ? (
            <button type="button" data-testid="wake" disabled={props.isBusy} onClick={() => act("wake")}>
              {found.snooze.promise ? "約束を済みにする" : "あとでを取り消す"}
            </button>
          ) : (
            <button
              type="button"
              data-shortcut="later"
              data-testid="snooze"
              onClick={() => setPuttingOff(true)}
            >
              あとで
            </button>
          )}
        </>
      )}
      {(isMine || isFree) && !isAlert && (
        <button type="button" data-shortcut="close" data-testid="close" onClick={() => setClosing(true)}>
          終える
        </button>
      )}
      {isHanding && (
        <Colleagues
          found={found}
          me={session.account_id}
          note={note}
          write={setNote}
          run={run}
          offer={props.offer}
          release={ask("release")}
          close={() => setHanding(false)}
        />
      )}
      {isPuttingOff && <SnoozeDialog caseId={found.case_id} run={run} close={() => setPuttingOff(false)} />}
      {isClosing && (
        <ClosingDialog
          found={found}
          isMine={isMine}
          run={run}
          offer={props.offer}
          next={props.next}
          close={() => setClosing(false)}
        />
      )}
      {asked && (
        <Dialog title={asked.title} close={() => setAsked(undefined)}>
          <p>{asked.words}</p>
          <Decide
            close={() => setAsked(undefined)}
            label={asked.label}
            testId="confirm"
            act={() => {
              setAsked(undefined);
              run(() =>
                asked.run().then((done) => {
                  setNote("");
                  props.offer(done, asked.done);
                }),
              );
            }}
          />
        </Dialog>
      )}
    </div>
  );
}
