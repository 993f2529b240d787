/** What one is told of cases, under the header until it was seen; and the ten seconds in which a hand-over can be undone. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { clockTime } from "../shared/dates";
import { api } from "./api";
import { newsWords } from "./news-words";
import { caseAddress } from "./pieces";
import type { CaseNews } from "./types";
import { useWork } from "./work";

/** What the bar shows: the case that is open tells its own news, and on a phone there is no room for both. */
export function newsElsewhere(news: CaseNews[], openCase: string | undefined): CaseNews[] {
  return news.filter((one) => one.case_id !== openCase);
}

export function NewsBar(props: { news: CaseNews[]; reload: () => void }): JSX.Element | null {
  const { problem, run } = useWork();
  const see = (one: CaseNews) => run(() => api.seeNews(one.case_id).then(props.reload));
  return (
    <div role="status" data-testid="news" class={props.news.length ? "news" : "news none"}>
      {props.news.map((one) => (
        <p key={one.id} class={one.kind === "gone" || one.kind === "going" ? "item urgent" : "item"}>
          <span class="small">{clockTime(one.at)}</span> <strong>{one.receipt}</strong>
          <span class="what">
            {newsWords(one)}
            {one.note && <span class="note">申し送り：{one.note}</span>}
          </span>
          <a href={caseAddress(one.case_id)} data-testid="news-open">
            開く
          </a>
          <button type="button" data-testid="news-seen" onClick={() => void see(one)}>
            確認した
          </button>
        </p>
      ))}
      {problem && <p class="small">{problem}</p>}
    </div>
  );
}

/** Something that was done to a case and can be undone until a time. */
export interface Offer {
  caseId: string;
  words: string;
  /** A word alone: there is no way back. */
  isWord?: boolean;
  /** Of `Date.now()`. */
  until: number;
  /** Another way back than undoing the change of hands. */
  undo?: (() => Promise<unknown>) | undefined;
}

const TICK_MS = 250;

export function UndoBar(props: {
  offer: Offer | undefined;
  close: () => void;
  reload: () => void;
}): JSX.Element {
  const { offer, close, reload } = props;
  const [now, setNow] = useState(Date.now());
  const { problem, setProblem, run } = useWork();
  useEffect(() => {
    setProblem("");
    if (!offer) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [offer]);
  const left = offer ? Math.ceil((offer.until - now) / 1_000) : 0;
  useEffect(() => {
    if (offer && left <= 0 && !problem) close();
  }, [offer, left, problem, close]);
  const undo = async () => {
    if (!offer) return;
    await run(() => (offer.undo ?? (() => api.undo(offer.caseId)))().then(close));
    reload();
  };
  return (
    <div role="status" class={offer ? "undo" : "undo none"} data-testid="undo-bar">
      {offer && !problem && (
        <>
          <span>{offer.words}</span>
          {offer.isWord ? (
            <button type="button" onClick={close}>
              閉じる
            </button>
          ) : (
            <button type="button" data-shortcut="undo" data-testid="undo" onClick={() => void undo()}>
              元に戻す<span aria-hidden="true">（{Math.max(0, left)}）</span>
            </button>
          )}
        </>
      )}
      {offer && problem && (
        <>
          <span>{problem}</span>
          <button type="button" onClick={close}>
            閉じる
          </button>
        </>
      )}
    </div>
  );
}
