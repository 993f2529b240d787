/** Internal notes of a case, and the form that adds one. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { dayOf, momentOf } from "../shared/dates";
import { focusAfterWaiting } from "../shared/focus";
import { api } from "./api";
import { keepNote, recallNote, whenDropped } from "./drafts";
import { called, matching, pieces } from "./mentions";
import { caseAddress, instead, Problem } from "./pieces";
import type { News } from "./store";
import type { Note, PersonNote } from "./types";
import { useWork } from "./work";

export function Notes(props: {
  caseId: string;
  notes: Note[];
  /** Those of the person's other cases that are shown in all. */
  ofPerson: PersonNote[];
  mayWrite: boolean;
  me: string;
  tell: (news: News) => void;
  reload: () => void;
}): JSX.Element {
  const [text, setText] = useState(() => recallNote(props.caseId));
  const { problem, isBusy, run } = useWork();
  // Who shows a note may go on writing another meanwhile.
  const showing = useWork();
  const [colleagues, setColleagues] = useState<string[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = useRef(false);
  /** Colleagues are read when the field is used for the first time. */
  const ask = () => {
    if (asked.current) return;
    asked.current = true;
    api.colleagues().then(
      ({ accounts }) =>
        setColleagues(accounts.filter((one) => one.account_id !== props.me).map((one) => one.name)),
      () => {
        asked.current = false;
      },
    );
  };
  const write = (next: string) => {
    setText(next);
    keepNote(props.caseId, next);
  };
  useEffect(
    () => whenDropped("note", props.caseId, () => keepNote(props.caseId, text)),
    [props.caseId, text],
  );
  const call = (name: string) => {
    write(called(text, name));
    field.current?.focus();
  };
  const offered = matching(text, colleagues);
  const show = (note: Note, everywhere: boolean) =>
    showing.run(() => api.showNote(props.caseId, note.id, everywhere).then(props.reload));
  const add = async () => {
    if (!text.trim() || isBusy) return;
    await run(async () => {
      const note = await api.note(props.caseId, text.trim());
      props.tell({ type: "note", id: props.caseId, note });
      // The button that was pressed has nothing to add now.
      focusAfterWaiting(field.current);
      write("");
    });
  };
  return (
    <section>
      <h2>メモ（利用者には見えません）</h2>
      {props.ofPerson.length > 0 && (
        <ul class="notes of-person" aria-label="この人のほかの相談のメモ" data-testid="person-notes">
          {props.ofPerson.map((note) => (
            <li key={note.id}>
              <p class="words">{note.text}</p>
              <p class="small">
                {note.author_name} {dayOf(note.created_at)}・
                <a href={caseAddress(note.case_id)}>{note.receipt}</a>
              </p>
            </li>
          ))}
        </ul>
      )}
      {props.notes.length === 0 && <p class="small">まだありません。</p>}
      <ul class="notes">
        {props.notes.map((note) => (
          <li key={note.id}>
            <p class="words">
              {pieces(note.text).map((piece) =>
                piece.isCall ? <strong class="call">{piece.text}</strong> : piece.text,
              )}
            </p>
            <p class="small">
              {note.author_name} {momentOf(note.created_at)}{" "}
              {props.mayWrite && (
                <button
                  type="button"
                  class="slim"
                  data-testid="note-everywhere"
                  aria-pressed={note.everywhere === true}
                  onClick={() => void show(note, note.everywhere !== true)}
                >
                  ほかの相談でも見せる
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {props.mayWrite && (
        <form onSubmit={instead(add)}>
          <label class="hidden" for="note">
            メモ
          </label>
          <textarea
            id="note"
            rows={2}
            maxLength={5_000}
            data-shortcut="note"
            data-testid="note-input"
            value={text}
            ref={field}
            placeholder="@名前 で同僚に知らせます"
            readOnly={isBusy}
            onFocus={ask}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
              if (!event.ctrlKey && !event.metaKey) return;
              event.preventDefault();
              void add();
            }}
            onInput={(event) => write(event.currentTarget.value)}
          />
          {offered.length > 0 && (
            <ul class="calls-offered" aria-label="呼びかける同僚">
              {offered.map((name) => (
                <li key={name}>
                  <button type="button" class="slim" data-testid="call" onClick={() => call(name)}>
                    @{name}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Problem>{problem || showing.problem}</Problem>
          <button type="submit" data-testid="note-add" disabled={!text.trim() || isBusy}>
            メモを加える
          </button>
        </form>
      )}
    </section>
  );
}
