/** One case: transcript, reply, and what may be done with it. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { clockTime } from "../shared/dates";
import { Actions } from "./actions";
import { AlertNote } from "./alert";
import { api } from "./api";
import { CaseHead } from "./case-head";
import { Composer } from "./composer";
import { MarkDialog } from "./danger";
import { keepDraft } from "./drafts";
import { GuidanceCard } from "./guidance";
import { Lost } from "./lost";
import type { Offer } from "./news";
import { newsWords } from "./news-words";
import { useTyping, useViewing } from "./presence";
import { Side } from "./side";
import type { News } from "./store";
import { Transcript } from "./transcript";
import type { CaseNews, CasePage, DeskMessage, Session, Whole } from "./types";
import { hides, uncovered } from "./whole";
import { useWork } from "./work";

async function readOlder(page: CasePage, tell: (news: News) => void): Promise<void> {
  const first = page.messages[0];
  if (first)
    tell({ type: "older", id: page.case.case_id, ...(await api.older(page.case.case_id, first.seq)) });
}

export function CaseView(props: {
  page: CasePage;
  session: Session;
  enterSends: boolean;
  /** The message that a search leads to. */
  at: number | undefined;
  /** Why the page could not be read again, if so. */
  stale: string;
  /** What I was told of this case, and have not seen. */
  news: CaseNews | undefined;
  offer: (offer: Offer) => void;
  /** Goes back to the list, which says why. */
  backToList: (why: string) => void;
  /** Goes on with another case. */
  next: () => void;
  reload: () => void;
  tell: (news: News) => void;
}): JSX.Element {
  const { session, reload } = props;
  const [whole, setWhole] = useState<{ id: string; of: Whole } | null>(null);
  const id = props.page.case.case_id;
  const isWhole = whole?.id === id;
  const page = uncovered(props.page, isWhole ? whole.of : null);
  const found = page.case;
  const isTyping = useTyping(props.page);
  const [isMarking, setMarking] = useState(false);
  // An alert's whole talk, opened on purpose; it is forgotten with the case.
  const [talk, setTalk] = useState<DeskMessage[]>();
  const isAlert = found.state === "alert";
  // What is offered beside the talk goes into the reply.
  const [offered, setOffered] = useState<{ words: string }>();
  const { problem, setProblem, isBusy, run: work } = useWork();
  const isMine = found.owner?.account_id === session.account_id;
  const isOpen = found.state !== "closed";
  const mayWrite = session.role !== "auditor";
  const mayReply = isOpen && mayWrite && (isMine || !found.owner);

  // Opened, it is seen, and gone from the bar; here it stays as long as the case is open.
  const [told, setTold] = useState(props.news);
  useEffect(() => {
    if (props.news) setTold(props.news);
  }, [props.news]);
  // Who handed it on knows; who lost it is told.
  const wasMine = useRef(false);
  if (isMine) wasMine.current = true;

  useViewing(page, mayWrite, props.news?.id, reload);
  useEffect(() => {
    if (!isOpen) keepDraft(found.case_id, { text: "" });
  }, [isOpen, found.case_id]);

  const run = async (asked: () => Promise<unknown>, isChange = true) => {
    await work(asked);
    if (isChange) reload();
  };
  const warning = problem || props.stale;
  // Read while the field is still there.
  const wasWriting = document.activeElement?.matches('[data-shortcut="reply"]') ?? false;
  return (
    <>
      <main class="case">
        <div class="actions">
          <a class="to-list" href="#/">
            ← 一覧へ
          </a>
          <CaseHead
            found={found}
            session={session}
            unmute={() => void run(() => api.unmute(found.case_id))}
            mark={() => setMarking(true)}
          />
          {mayWrite && (
            <Actions
              found={found}
              session={session}
              isBusy={isBusy}
              run={(work) => void run(work)}
              next={props.next}
              backToList={props.backToList}
              offer={(done, words, undo) => {
                if (done?.undo_seconds)
                  props.offer({
                    caseId: found.case_id,
                    words,
                    undo,
                    until: Date.now() + done.undo_seconds * 1_000,
                  });
              }}
            />
          )}
        </div>
        {told && (
          <p
            class={told.kind === "gone" || told.kind === "going" ? "told urgent" : "told"}
            data-testid="told"
          >
            <span class="small">{clockTime(told.at)}</span> {newsWords(told)}
            {told.note && <span class="note">申し送り：{told.note}</span>}
          </p>
        )}
        <div class="over">
          {warning && (
            <p class="problem" role="alert">
              {warning}
              <button
                type="button"
                onClick={() => {
                  setProblem("");
                  reload();
                }}
              >
                {problem ? "閉じる" : "もう一度読み込む"}
              </button>
            </p>
          )}
        </div>
        {isAlert && (
          <AlertNote
            caseId={found.case_id}
            isBooking={found.channel === "booking"}
            isWhole={talk !== undefined}
            run={(work) => void run(work, false)}
            open={setTalk}
          />
        )}
        <Transcript
          at={props.at}
          messages={isAlert && talk ? talk : page.messages}
          marks={page.danger.marks}
          titles={page.titles}
          attachments={page.attachments ?? {}}
          isTyping={isTyping}
          hasOlder={page.has_older}
          isMine={isMine}
          readOlder={() => run(() => readOlder(page, props.tell), false)}
        />
        {mayReply ? (
          <Composer
            found={found}
            messages={page.messages}
            myName={session.name}
            enterSends={props.enterSends}
            offered={offered}
            reload={reload}
          />
        ) : isOpen ? (
          <Lost
            key={found.owner?.account_id}
            found={found}
            wasMine={wasMine.current && mayWrite && told !== undefined}
            wasWriting={wasWriting}
            reload={reload}
          />
        ) : (
          <p class="reply small" data-testid="closed-words">
            {found.is_erased
              ? "この方の情報は消去されています。相談を開き直すことはできません。"
              : "この相談は終了しています。続きを書くときは「もう一度開く」を押してください。"}
          </p>
        )}
      </main>
      {isMarking && <MarkDialog page={page} run={(work) => void run(work)} close={() => setMarking(false)} />}
      <Side
        page={page}
        guidance={
          <GuidanceCard page={page} mayWrite={mayWrite} isBusy={isBusy} run={(work) => void run(work)} />
        }
        cover={{ hides: hides(page), isWhole, setWhole: (of) => setWhole(of && { id, of }) }}
        mayWrite={mayWrite}
        me={session.account_id}
        offer={mayReply ? (words) => setOffered({ words }) : undefined}
        reload={reload}
        tell={props.tell}
      />
    </>
  );
}
