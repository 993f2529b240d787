/** One sentence about an answer, for the office; fetched when somebody has one to say. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCompositionGuard } from "../shared/composition";
import { useFocus } from "../shared/focus";
import { randomId } from "./ids";
import { addStyles } from "./lazy-styles";
import { personalIn } from "./personal-reader";
import styles from "./report.css?inline";

const LONGEST = 300;

export default function Report(props: {
  seq: number;
  label: string;
  report: (seq: number, words: string) => Promise<unknown>;
  /** Undefined where nothing was opened by hand. */
  close?: () => void;
}): JSX.Element {
  const { close } = props;
  const [words, setWords] = useState("");
  const [state, setState] = useState<"open" | "busy" | "sent">("open");
  const [trouble, setTrouble] = useState("");
  const id = useRef(randomId()).current;
  const box = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const thanks = useRef<HTMLParagraphElement>(null);
  const guard = useCompositionGuard(field);
  // once
  useLayoutEffect(() => {
    addStyles(box.current, styles);
    // It comes below an answer that filled the view.
    if (!close) box.current?.scrollIntoView?.({ block: "nearest" });
  }, []);
  useFocus(field, Boolean(close));
  useFocus(thanks, state === "sent");
  /** What was found in the words that are asked about; the same words are sent the second time. */
  const asked = useRef("");
  const send = async () => {
    if (state !== "open" || (!close && !words.trim())) return;
    setState("busy");
    const found = asked.current === words ? undefined : await personalIn(words);
    if (found) {
      asked.current = words;
      setTrouble(`${found}のようです。消してから送ってください。このまま送ると、伏せて届きます。`);
      return setState("open");
    }
    try {
      await props.report(props.seq, words.trim());
      setState("sent");
      setTrouble("");
    } catch {
      setTrouble("送れませんでした。通信を確かめて、もう一度お試しください。");
      setState("open");
    }
  };
  return (
    <form
      ref={box}
      class="report"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && guard.blocks(event, performance.now())) event.preventDefault();
        if (event.key !== "Escape" || !close) return;
        event.stopPropagation();
        close();
      }}
    >
      <p ref={thanks} role="status" tabIndex={-1}>
        {state === "sent" && "ありがとうございます。担当者が確かめます。"}
      </p>
      {state !== "sent" && (
        <>
          <label for={id}>{props.label}</label>
          <input
            ref={field}
            id={id}
            type="text"
            autoComplete="off"
            maxLength={LONGEST}
            value={words}
            data-testid="report-words"
            onInput={(event) => setWords(event.currentTarget.value)}
          />
          <p class="problem" role="alert">
            {trouble}
          </p>
          <p class="row">
            <button type="submit" data-testid="report-send" aria-disabled={state === "busy"}>
              送る
            </button>
            {close && (
              <button type="button" onClick={close}>
                やめる
              </button>
            )}
          </p>
        </>
      )}
    </form>
  );
}
