/** In place of the composer, when somebody else has the case: who, and what one had begun to write. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { useFocus } from "../shared/focus";
import { api } from "./api";
import { keepDraft, recallDraft } from "./drafts";
import type { CaseDetail } from "./types";
import { useWork } from "./work";

export function Lost(props: {
  found: CaseDetail;
  wasMine: boolean;
  /** The field that goes away had the focus: whoever types on does not mean the keys of the list. */
  wasWriting: boolean;
  reload: () => void;
}): JSX.Element {
  const { found } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const takesFocus = useRef(props.wasWriting).current; // as it takes the composer's place; not later
  useFocus(field, takesFocus);
  const [draft, setDraft] = useState(() => recallDraft(found.case_id).text);
  const { problem, run } = useWork();
  const owner = `${found.owner?.name ?? "ほかの相談員"}さん`;
  const away = () => {
    keepDraft(found.case_id, { text: "" });
    setDraft("");
  };
  const toNote = async () => {
    await api.note(found.case_id, `書きかけの返信：\n${draft}`);
    away();
    props.reload();
  };
  return (
    <div class="reply lost" data-testid="lost">
      <p class={props.wasMine ? "problem" : "small"} role={props.wasMine ? "alert" : undefined}>
        {props.wasMine ? `${owner}が担当になりました。` : `${owner}が担当しています。`}メモは残せます。
        {draft && "書きかけの文は、ここに残してあります。"}
      </p>
      {draft && (
        <>
          <textarea
            ref={field}
            readOnly
            rows={3}
            aria-label="書きかけの文"
            data-testid="lost-draft"
            value={draft}
          />
          <div class="buttons">
            <button type="button" data-testid="lost-note" onClick={() => void run(toNote)}>
              内部メモに移す
            </button>
            <button type="button" onClick={away}>
              捨てる
            </button>
            {problem && <span role="alert">{problem}</span>}
          </div>
        </>
      )}
    </div>
  );
}
