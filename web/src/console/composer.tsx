/** Where a consultant writes: draft per case, IME-safe, inserts, and a look at what arrived meanwhile. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCompositionGuard } from "../shared/composition";
import { ApiError, api, words } from "./api";
import { type Draft, keepDraft, recallDraft, whenDropped } from "./drafts";
import { withoutSlash, written } from "./insertable";
import { Inserts } from "./inserts";
import { Drafts } from "./mail";
import { Newer } from "./newer";
import { instead, Problem, Tick } from "./pieces";
import { hints } from "./readability";
import { inserted, newerQuestions, sendsOn, tooLong } from "./reply";
import { Suggestions, useSuggestions } from "./suggestions";
import type { Answer, CaseDetail, DeskMessage } from "./types";
import { filled } from "./words";

const TYPING_MS = 3_000;

function Hints({ text }: { text: string }): JSX.Element {
  const found = hints(text);
  if (!found.length) return <p class="good">やさしく書けています。</p>;
  return (
    <ul>
      {found.map((hint) => (
        <li key={hint}>{hint}</li>
      ))}
    </ul>
  );
}

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
  const [draft, setDraft] = useState<Draft>(() => recallDraft(id));
  const [problem, setProblem] = useState("");
  const [isWarned, setWarned] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [isInserting, setInserting] = useState(false);
  const clientId = useRef<string>();
  const typedAt = useRef(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const guard = useCompositionGuard(field);
  const newest = props.messages[props.messages.length - 1]?.seq ?? 0;

  const isEasy = draft.easy === true;
  const keep = ({ text, seen }: Draft, easy = isEasy) => {
    const whole: Draft = { text, ...(seen === undefined ? {} : { seen }), ...(easy ? { easy } : {}) };
    setDraft(whole);
    keepDraft(id, whole);
  };
  const write = (text: string) => {
    // Whoever writes on after the warning has seen what is on the screen now.
    const seen = isWarned ? newest : (draft.seen ?? newest);
    keep(text ? { text, seen } : { text });
    setProblem("");
    setWarned(false);
    clientId.current = undefined; // other words are another message
    if (text && Date.now() - typedAt.current > TYPING_MS) {
      typedAt.current = Date.now();
      void api.typing(id).catch(() => undefined);
    }
  };
  const send = async (confirm: boolean) => {
    const text = draft.text.trim();
    if (!text || isBusy || tooLong(text)) return;
    setBusy(true);
    setProblem("");
    clientId.current ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
    try {
      const body = { client_id: clientId.current, text, seen_seq: draft.seen ?? newest };
      await api.send(id, confirm ? { ...body, confirm } : body);
      write("");
    } catch (error) {
      if (error instanceof ApiError && error.code === "newer_messages") setWarned(true);
      else setProblem(words(error));
    } finally {
      props.reload();
      setBusy(false);
      field.current?.focus();
    }
  };
  const said = props.messages.filter((message) => message.author === "user");
  const suggested = useSuggestions(id, said[said.length - 1]?.seq ?? 0, found.danger === null);
  const open = () => setInserting(true);
  /** A slash that begins a line opens the list instead of being written; an input method's comes when it is done. */
  const typed = (text: string, isComposing: boolean) => {
    const without = isComposing
      ? undefined
      : withoutSlash(draft.text, text, field.current?.selectionStart ?? text.length);
    if (without === undefined) return write(text);
    if (field.current) field.current.value = without;
    open();
  };
  const latest = useRef({ draft, open });
  latest.current = { draft, open };
  useEffect(() => whenDropped("draft", id, () => keepDraft(id, latest.current.draft)), [id]);
  useEffect(() => {
    const box = field.current;
    const composed = () => {
      const line = box?.value.slice(0, box.selectionStart).split("\n").pop() ?? "";
      if (!/^[/／]$/.test(line)) return;
      write(latest.current.draft.text.replace(/(^|\n)[/／](?=\n|$)/, "$1"));
      latest.current.open();
    };
    box?.addEventListener("compositionend", composed);
    return () => box?.removeEventListener("compositionend", composed);
  });
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
        <Tick is={isEasy} change={(next) => keep(draft, next)} testId="easy">
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
