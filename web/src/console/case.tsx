/** One case: transcript, reply, and what may be done with it. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, api } from "./api";
import { Composer } from "./composer";
import { Side } from "./side";
import { Transcript } from "./transcript";
import type { CasePage, Colleague, Session } from "./types";
import { STATES } from "./words";

const VIEWING_MS = 20_000;
type Asked = { title: string; words: string; label: string; run: () => Promise<unknown> };

export function CaseView(props: {
  page: CasePage;
  session: Session;
  enterSends: boolean;
  reload: () => void;
}): JSX.Element {
  const { page, session, reload } = props;
  const found = page.case;
  const [problem, setProblem] = useState("");
  const [asked, setAsked] = useState<Asked>();
  const [colleagues, setColleagues] = useState<Colleague[]>();
  const dialog = useRef<HTMLDialogElement>(null);
  const isMine = found.owner?.account_id === session.account_id;
  const isOpen = found.state !== "closed";

  useEffect(() => {
    const look = () => void api.viewing(found.case_id).catch(() => undefined);
    look();
    const timer = setInterval(look, VIEWING_MS);
    return () => clearInterval(timer);
  }, [found.case_id]);
  useEffect(() => {
    if (asked) dialog.current?.showModal();
  }, [asked]);

  const run = async (work: () => Promise<unknown>) => {
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : "うまくいきませんでした。");
    }
    reload();
  };
  const newest = page.messages.at(-1)?.seq ?? 0;
  return (
    <>
      <main class="case">
        <div class="actions">
          <h1>
            {found.receipt} <span class="state">{STATES[found.state]}</span>
            {found.owner && <span class="small"> 担当 {found.owner.name}</span>}
          </h1>
          {isOpen && !found.owner && (
            <button
              type="button"
              class="primary"
              data-testid="claim"
              onClick={() => void run(() => api.act(found.case_id, "claim"))}
            >
              担当する
            </button>
          )}
          {isOpen &&
            found.owner &&
            !isMine &&
            (session.role === "supervisor" || session.role === "manager") && (
              <button
                type="button"
                onClick={() =>
                  setAsked({
                    title: "担当を引き取りますか？",
                    words: `${found.owner?.name ?? ""}さんの担当をあなたに変えます。`,
                    label: "引き取る",
                    run: () => api.act(found.case_id, "take-over"),
                  })
                }
              >
                引き取る
              </button>
            )}
          {isMine && (
            <>
              <button
                type="button"
                onClick={() =>
                  api
                    .colleagues()
                    .then((c) => setColleagues(c.accounts.filter((a) => a.account_id !== session.account_id)))
                }
              >
                引き継ぐ
              </button>
              <button
                type="button"
                data-testid="return"
                onClick={() =>
                  setAsked({
                    title: "自動応答に戻しますか？",
                    words: "利用者には「相談員との会話を終わりました」と伝わります。",
                    label: "戻す",
                    run: () => api.act(found.case_id, "return"),
                  })
                }
              >
                自動応答に戻す
              </button>
            </>
          )}
          {isOpen && (isMine || !found.owner) && (
            <button
              type="button"
              data-testid="close"
              onClick={() =>
                setAsked({
                  title: "相談を終了しますか？",
                  words: "利用者が次に書き込むと、自動応答からやり直せます。",
                  label: "終了する",
                  run: () => api.act(found.case_id, "close"),
                })
              }
            >
              終了する
            </button>
          )}
        </div>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {colleagues && (
          <div class="inserts">
            <p>だれに引き継ぎますか？</p>
            <ul>
              {colleagues.map((colleague) => (
                <li>
                  <button
                    type="button"
                    onClick={() => {
                      setColleagues(undefined);
                      void run(() => api.transfer(found.case_id, colleague.account_id));
                    }}
                  >
                    {colleague.name}
                    {colleague.on_duty ? "（在席）" : ""}
                  </button>
                </li>
              ))}
              <li>
                <button type="button" onClick={() => setColleagues(undefined)}>
                  やめる
                </button>
              </li>
            </ul>
          </div>
        )}
        <Transcript
          messages={page.messages}
          titles={page.titles}
          isTyping={page.typing}
          caseId={found.case_id}
        />
        {isOpen && (isMine || !found.owner) && (
          <Composer
            key={found.case_id}
            found={found}
            seenSeq={newest}
            myName={session.name}
            enterSends={props.enterSends}
            sent={reload}
          />
        )}
      </main>
      <Side page={page} noted={reload} />
      <dialog ref={dialog} aria-labelledby="asked" onClose={() => setAsked(undefined)}>
        <h2 id="asked">{asked?.title}</h2>
        <p>{asked?.words}</p>
        <button
          type="button"
          class="primary"
          data-testid="confirm"
          onClick={() => {
            const work = asked?.run;
            dialog.current?.close();
            if (work) void run(work);
          }}
        >
          {asked?.label}
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          やめる
        </button>
      </dialog>
    </>
  );
}
