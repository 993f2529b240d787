/** 相談のまとめ: the question, what the migrant told of themselves, and what was answered. */

import type { JSX, Ref } from "preact";
import { momentOf } from "../shared/dates";
import { Told } from "./pieces";
import type { CaseDetail } from "./types";
import { channelName, labelName, reasonName, slotName, topicName } from "./words";

/** What the migrant told of themselves, in the order in which a consultant asks. */
const TOLD = ["language", "goal", "stage", "from_where", "family", "timing", "amounts"];

export function Summary({
  found,
  titles,
  correct,
  corrector,
}: {
  found: CaseDetail;
  titles: Record<string, string>;
  correct: (() => void) | undefined;
  corrector: Ref<HTMLButtonElement>;
}): JSX.Element {
  const { summary, slots } = found;
  const told = TOLD.filter((name) => slots[name]);
  return (
    <section data-testid="summary">
      <h2>
        相談のまとめ{" "}
        {correct && (
          <button ref={corrector} type="button" class="slim" data-testid="correct" onClick={correct}>
            直す
          </button>
        )}
      </h2>
      {found.tags.length > 0 && (
        <p class="tags" data-testid="tags">
          {found.tags.map((tag) => (
            <span key={tag}>#{tag}</span>
          ))}
        </p>
      )}
      <p class="words question">{found.question || "（なし）"}</p>
      <dl class="told">
        {told.map((name) => (
          <Told key={name} name={slotName(name)}>
            {slots[name]}
          </Told>
        ))}
        {summary.topics.length > 0 && (
          <Told name="答えた話題">{summary.topics.map((label) => labelName(label, titles)).join("、")}</Told>
        )}
        {summary.last_question && summary.last_question !== found.question && (
          <Told name="最後の質問">{summary.last_question}</Told>
        )}
        {summary.failed.length > 0 && (
          <Told name="答えられなかった質問">
            <ul class="failed">
              {summary.failed.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </Told>
        )}
        <Told name="引き継ぎの理由">{reasonName(found.reason)}</Told>
        <Told name="話題・経路">
          {topicName(found.topic)}・{channelName(found.channel)}
        </Told>
        <Told name="受付">{momentOf(found.opened_at)}</Told>
        {found.closed_at && <Told name="終了">{momentOf(found.closed_at)}</Told>}
      </dl>
      {told.length === 0 && <p class="small">住まいの地域・家族・時期などは、まだ話に出ていません。</p>}
    </section>
  );
}
