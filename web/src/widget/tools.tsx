/** What can be done with an answer: copy, share, hear it, say that it is wrong. Fetched with the first answer. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { city } from "../shared/city";
import { plainMarkdown } from "../shared/plain-markdown";
import type { Part } from "../shared/types";
import { External } from "./external";
import type { Feedback } from "./feedback";
import { placesIn } from "./places";
import Report from "./report";
import { answerWords } from "./transcript-export";

type Answer = Extract<Part, { type: "answer" }>;

/** How long a button says that it was done. */
const DONE_MS = 3_000;

/** One voice for all answers: a second one begins where the first is stopped. Tells who speaks that it was. */
let stopped: (() => void) | undefined;

export default function Tools(props: {
  part: Answer;
  easy: boolean;
  seq: number;
  feedback: Feedback;
}): JSX.Element {
  const { part, easy, seq, feedback } = props;
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const [isSpeaking, setSpeaking] = useState(false);
  // Whoever closes the form goes on where it was opened.
  const opener = useRef<HTMLButtonElement>(null);
  const [isReturning, setReturning] = useState(false);
  useLayoutEffect(() => {
    if (isReturning) opener.current?.focus();
    setReturning(false);
  }, [isReturning]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), DONE_MS);
    return () => clearTimeout(timer);
  }, [said]);
  // Whoever closes the page or erases the talk hears no more of it.
  useEffect(() => () => window.speechSynthesis?.cancel(), []);

  const copy = () =>
    navigator.clipboard.writeText(answerWords(part, easy)).then(
      () => setSaid("コピーしました。"),
      () => setSaid("コピーできませんでした。"),
    );
  // Who closes the sheet of the device shares nothing; that is no trouble.
  const share = () =>
    navigator.share({ title: part.title, text: answerWords(part, easy) }).catch(() => undefined);
  const speak = () => {
    stopped?.();
    stopped = undefined;
    speechSynthesis.cancel();
    if (isSpeaking) return;
    const voice = new SpeechSynthesisUtterance(answerWords({ ...part, sources: [] }, false));
    const end = () => setSpeaking(false);
    voice.lang = "ja-JP";
    // A voice that was stopped says so later, when this answer may speak again.
    voice.onend = voice.onerror = () => {
      if (stopped === end) end();
    };
    stopped = end;
    setSpeaking(true);
    speechSynthesis.speak(voice);
  };
  const places = placesIn(plainMarkdown(`${part.text}\n${part.more ?? ""}`), city?.city);
  return (
    <>
      <p class="row">
        {navigator.clipboard && (
          <button type="button" class="quiet" data-testid="copy" onClick={copy}>
            コピー
          </button>
        )}
        {"share" in navigator && (
          <button type="button" class="quiet" onClick={share}>
            共有
          </button>
        )}
        {"speechSynthesis" in window && (
          <button type="button" class="quiet" aria-pressed={isSpeaking} onClick={speak}>
            {isSpeaking ? "止める" : "読み上げる"}
          </button>
        )}
        {!isOpen && (
          <button ref={opener} type="button" class="quiet" data-testid="report" onClick={() => setOpen(true)}>
            間違いを知らせる
          </button>
        )}
      </p>
      {places.length > 0 && (
        <p class="row">
          {places.map(({ name, href }) => (
            <External href={href}>{`地図：${name}`}</External>
          ))}
        </p>
      )}
      <p class="hint" role="status">
        {said}
      </p>
      {isOpen && (
        <Report
          seq={seq}
          label="どこが違いますか？（任意）"
          report={feedback.report}
          close={() => {
            setOpen(false);
            setReturning(true);
          }}
        />
      )}
    </>
  );
}
