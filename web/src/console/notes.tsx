/** Internal notes of a case, and the form that adds one. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { clockTime, dayOf } from "../shared/dates";
import { api, words } from "./api";
import type { News } from "./store";
import type { Note } from "./types";

export function Notes(props: {
  caseId: string;
  notes: Note[];
  mayWrite: boolean;
  tell: (news: News) => void;
}): JSX.Element {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const add = async () => {
    if (!text.trim() || isBusy) return;
    setBusy(true);
    setProblem("");
    try {
      const note = await api.note(props.caseId, text.trim());
      props.tell({ type: "note", id: props.caseId, note });
      setText("");
    } catch (error) {
      setProblem(words(error));
    }
    setBusy(false);
  };
  return (
    <section>
      <h2>メモ（利用者には見えません）</h2>
      {props.notes.length === 0 && <p class="small">まだありません。</p>}
      <ul class="notes">
        {props.notes.map((note) => (
          <li key={note.id}>
            <p class="words">{note.text}</p>
            <p class="small">
              {note.author_name} {dayOf(note.created_at)} {clockTime(note.created_at)}
            </p>
          </li>
        ))}
      </ul>
      {props.mayWrite && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <label class="hidden" for="note">
            メモ
          </label>
          <textarea
            id="note"
            rows={2}
            maxLength={5_000}
            data-testid="note-input"
            value={text}
            readOnly={isBusy}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" data-testid="note-add" disabled={!text.trim() || isBusy}>
            メモを加える
          </button>
        </form>
      )}
    </section>
  );
}
