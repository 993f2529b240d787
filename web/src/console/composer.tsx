/** Where a consultant writes: draft per case, IME-safe, canned replies, approved answers, a check for newer messages. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CompositionGuard } from "../shared/ime";
import { ApiError, api } from "./api";
import type { CaseDetail, Insertable } from "./types";
import { filled } from "./words";

const draftKey = (id: string) => `hitohata.draft.${id}`;

export function Composer(props: {
  found: CaseDetail;
  seenSeq: number;
  myName: string;
  enterSends: boolean;
  sent: () => void;
}): JSX.Element {
  const { found } = props;
  const [text, setText] = useState(() => localStorage.getItem(draftKey(found.case_id)) ?? "");
  const [problem, setProblem] = useState("");
  const [newer, setNewer] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [inserts, setInserts] = useState<Insertable[]>();
  const [query, setQuery] = useState("");
  // The number that was newest when the draft began: what came later must be seen before sending.
  const began = useRef<number>();
  const clientId = useRef<string>();
  const guard = useRef(new CompositionGuard()).current;
  const typedAt = useRef(0);
  const field = useRef<HTMLTextAreaElement>(null);

  const write = (value: string) => {
    setText(value);
    setProblem("");
    if (!value) {
      began.current = undefined;
      localStorage.removeItem(draftKey(found.case_id));
      return;
    }
    began.current ??= props.seenSeq;
    localStorage.setItem(draftKey(found.case_id), value);
    if (Date.now() - typedAt.current > 3000) {
      typedAt.current = Date.now();
      void api.typing(found.case_id).catch(() => undefined);
    }
  };
  const send = async (confirm: boolean) => {
    const words = text.trim();
    if (!words || isBusy) return;
    setBusy(true);
    clientId.current ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
    try {
      const body = { client_id: clientId.current, text: words, seen_seq: began.current ?? props.seenSeq };
      await api.send(found.case_id, confirm ? { ...body, confirm } : body);
      clientId.current = undefined;
      setNewer(false);
      write("");
      props.sent();
    } catch (error) {
      if (error instanceof ApiError && error.code === "newer_messages") setNewer(true);
      else
        setProblem(error instanceof ApiError ? error.message : "送れませんでした。もう一度お試しください。");
      props.sent();
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };
  useEffect(() => {
    if (inserts === undefined) return;
    let isCurrent = true;
    const load = query
      ? api.answers(query).then((a) =>
          a.answers.map((one) => ({
            id: one.label,
            title: one.title,
            text: `${one.text}\n\n出典：${one.sources.map((s) => `${s.title} ${s.url}`).join("、")}`,
          })),
        )
      : api.canned().then((c) => c.replies);
    load.then((list) => isCurrent && setInserts(list)).catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [query, inserts === undefined]);

  const isMine = found.state === "consultant";
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault();
        void send(false);
      }}
    >
      {newer && (
        <div class="warning" role="alert">
          書いているあいだに新しいメッセージが届きました。確認してから送ってください。
          <button type="button" onClick={() => void send(true)}>
            確認して送信
          </button>
        </div>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {inserts && (
        <div class="inserts">
          <label>
            承認済みの回答をさがす（空なら定型文）
            <input value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
          </label>
          <ul>
            {inserts.map((item) => (
              <li>
                <button
                  type="button"
                  onClick={() => {
                    write(`${text}${text ? "\n" : ""}${filled(item.text, props.myName, found.receipt)}`);
                    setInserts(undefined);
                    field.current?.focus();
                  }}
                >
                  {item.title}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <label class="hidden" for="reply">
        返信
      </label>
      <textarea
        id="reply"
        ref={field}
        rows={4}
        data-testid="reply-input"
        placeholder={isMine ? "返信を書く" : "返信を書く（送ると、あなたが担当になります）"}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onCompositionStart={() => guard.start()}
        onCompositionEnd={() => guard.end(performance.now())}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || guard.blocks(event, performance.now())) return;
          const sends = props.enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey;
          if (!sends) return;
          event.preventDefault();
          void send(false);
        }}
      />
      <div class="buttons">
        <button
          type="button"
          aria-expanded={inserts !== undefined}
          onClick={() => setInserts(inserts ? undefined : [])}
        >
          定型文・回答を入れる
        </button>
        <span class="small">{props.enterSends ? "Enter で送信" : "Ctrl（⌘）+ Enter で送信"}</span>
        <button type="submit" class="primary" data-testid="reply-send" disabled={!text.trim() || isBusy}>
          送信
        </button>
      </div>
    </form>
  );
}
