/** Approved answers to the person's last words, by meaning; one click puts one into the reply, and a person sends it. */

import type { JSX } from "preact";
import { partialDate } from "../shared/dates";
import { api } from "./api";
import type { Answer } from "./types";
import { useRead } from "./work";

/** Nothing where nobody can say: an assistant that is away is no matter of the consultant's. */
export function useSuggestions(caseId: string, lastSaid: number, isWanted: boolean): Answer[] {
  const ask = () => (isWanted ? api.suggestions(caseId) : Promise.resolve(undefined));
  return useRead(ask, [caseId, lastSaid, isWanted]).found?.answers ?? [];
}

export function Suggestions(props: {
  answers: Answer[];
  /** Something is written already: on a short screen the talk needs the room. */
  isWriting: boolean;
  insert: (answer: Answer) => void;
}): JSX.Element | null {
  if (!props.answers.length) return null;
  return (
    <section
      class={props.isWriting ? "suggestions writing" : "suggestions"}
      aria-label="回答の候補"
      data-testid="suggestions"
    >
      <p class="small">回答の候補（押すと返信欄に入ります。自動では送られません）</p>
      <ol>
        {props.answers.map((answer, index) => (
          <li key={answer.label}>
            <button
              type="button"
              data-testid="suggestion"
              data-shortcut={`suggestion-${index + 1}`}
              title={answer.text}
              onClick={() => props.insert(answer)}
            >
              <strong>
                <span class="key" aria-hidden="true">
                  {index + 1}
                </span>{" "}
                {answer.title}
              </strong>
              <span class="small">
                確認 {partialDate(answer.checked)}・{answer.sources[0]?.title ?? "出典なし"}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
