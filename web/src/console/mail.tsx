/** The approved answers that fit a mail, one tap each: a draft is put into the reply, and a person reads and sends it. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "./api";
import { written } from "./insertable";
import type { AnswerDraft } from "./types";
import { percent } from "./words";

const LOOK_AGAIN_MS = 4_000;

export function Drafts(props: {
  id: string;
  newest: number;
  insert: (text: string) => void;
}): JSX.Element | null {
  const [drafts, setDrafts] = useState<AnswerDraft[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const look = () =>
      api.drafts(props.id).then(
        (found) => isCurrent && setDrafts(found.drafts),
        () => undefined,
      );
    void look();
    // The assistant may need some seconds for a mail that has just come.
    const timer = setTimeout(look, LOOK_AGAIN_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [props.id, props.newest]);
  if (!drafts.length) return null;
  return (
    <section class="drafts" aria-label="回答の案">
      <p class="small group">回答の案（押すと返信に入ります。送られるのは、あなたが送信したときだけです）</p>
      <ul>
        {drafts.map((one) => (
          <li key={one.label}>
            <button
              type="button"
              class="slim"
              data-testid="draft"
              title={one.text}
              onClick={() => props.insert(written(one))}
            >
              {one.title}
            </button>{" "}
            <span class="small">
              「{one.question}」に（{percent(one.confidence)}）
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
