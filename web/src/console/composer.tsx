/** Where a consultant writes: draft per case, IME-safe, inserts, and a look at what arrived meanwhile. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCompositionGuard } from "../shared/composition";
import { focusAfterWaiting } from "../shared/focus";
import { Hints } from "./hints";
import { written } from "./insertable";
import { Inserts } from "./inserts";
import { Drafts } from "./mail";
import { Newer } from "./newer";
import { instead, Problem, Tick } from "./pieces";
import { inserted, newerQuestions, sendsOn, tooLong } from "./reply";
import { useSlash } from "./slash";
import { Suggestions, useSuggestions } from "./suggestions";
import type { Answer, CaseDetail, DeskMessage } from "./types";
import { useReply } from "./use-reply";
import { filled } from "./words";

export function Composer(props: {
  found: CaseDetail;
  messages: DeskMessage[];
  myName: string;
  enterSends: boolean;
  /** Words that were chosen elsewhere in the case; a new object is put in once. */
  offered?: { words: string } | undefined;
  reload: () => void;
}): JSX.Element {
  const { found } = props;
  const id = found.case_id;
  const [isInserting, setInserting] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const guard = useCompositionGuard(field);
  const newest = props.messages[props.messages.length - 1]?.seq ?? 0;
  const { draft, isEasy, problem, isWarned, isBusy, write, setEasy, send } = useReply({
    id,
    newest,
    sent: () => {
      props.reload();
      focusAfterWaiting(field.current);
    },
  });
  const said = props.messages.filter((message) => message.author === "user");
  const suggested = useSuggestions(id, said[said.length - 1]?.seq ?? 0, found.danger === null);
  const typed = useSlash({ field, text: draft.text, write, open: () => setInserting(true) });
  // The field grows with what is written, up to what leaves room for the talk (console.css).
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    if (box.scrollHeight) box.style.height = `${box.scrollHeight + 2}px`;
  }, [draft.text]);
  const insertAnswer = (answer: Answer) => insert(written(answer), {});
  const insert = (text: string, values: Record<string, string>) => {
    const box = field.current;
    const at = box?.selectionStart ?? draft.text.length;
    const words = filled(text, { ...values, 相談員名: props.myName, 受付番号: found.receipt });
    const whole = inserted(draft.text, words, at, box?.selectionEnd ?? at);
    write(whole);
    setInserting(false);
    box?.focus();
  };
  const insertNow = useRef(insert);
  insertNow.current = insert;
  useEffect(() => {
    if (props.offered) insertNow.current(props.offered.words, {});
  }, [props.offered]);
  const isMine = found.state === "consultant";
  return (
    <form class="reply" onSubmit={instead(() => send(false))}>
      {isWarned && (
        <Newer
          texts={newerQuestions(props.messages, draft.seen ?? newest)}
          isBusy={isBusy}
          send={() => void send(true)}
        />
      )}
      <Problem>{problem && `${problem}（書いた文は残っています）`}</Problem>
      {isInserting && (
        <Inserts
          register={isEasy ? "easy" : "formal"}
          danger={found.danger?.subject}
          suggested={suggested}
          insert={insert}
          slash={() => insert("/", {})}
          close={() => {
            setInserting(false);
            field.current?.focus();
          }}
        />
      )}
      {!isInserting && found.channel !== "mail" && (
        <Suggestions answers={suggested} isWriting={draft.text !== ""} insert={insertAnswer} />
      )}
      {found.channel === "mail" && <Drafts id={id} newest={newest} insert={(text) => insert(text, {})} />}
      <label class="hidden" for="reply">
        返信
      </label>
      <textarea
        id="reply"
        ref={field}
        rows={3}
        data-shortcut="reply"
        data-testid="reply-input"
        aria-describedby="reply-hint reply-hard reply-long"
        placeholder="返信を書く（/ で定型文・回答）"
        value={draft.text}
        readOnly={isBusy}
        onInput={(event) => typed(event.currentTarget.value, event.isComposing)}
        onKeyDown={(event) => {
          if (!sendsOn(event, props.enterSends) || guard.blocks(event, performance.now())) return;
          event.preventDefault();
          void send(false);
        }}
      />
      <div id="reply-hard" class="hints" role="status" data-testid="hints">
        {isEasy && draft.text.trim() && <Hints text={draft.text} />}
      </div>
      <div id="reply-long" class="bad" role="status" data-testid="too-long">
        {tooLong(draft.text)}
      </div>
      <div class="buttons">
        <button
          type="button"
          data-shortcut="insert"
          data-testid="inserts"
          aria-expanded={isInserting}
          aria-controls="inserts"
          onClick={() => setInserting(!isInserting)}
        >
          定型文・回答
        </button>
        <Tick is={isEasy} change={setEasy} testId="easy">
          やさしい日本語で書く
        </Tick>
        <span class="small" id="reply-hint">
          {props.enterSends ? "Enter で送信、Shift+Enter で改行" : "Ctrl（⌘）+Enter で送信"}
        </span>
        <button
          type="submit"
          class="primary"
          data-testid="reply-send"
          disabled={!draft.text.trim() || isBusy || tooLong(draft.text) !== ""}
        >
          {isBusy ? "送信中…" : isMine ? "送信" : "担当して送信"}
        </button>
      </div>
    </form>
  );
}
