/** A message on its way: sending, not sent, or refused, with what can be done about it. */

import type { JSX } from "preact";
import type { Pending } from "./log";
import { Said } from "./words";

export function PendingEntry(props: {
  item: Pending;
  retry: (clientId: string) => void;
  discard: (clientId: string) => void;
}): JSX.Element {
  const { item } = props;
  const problem = item.refused ?? item.failed;
  return (
    // Said once, when the desk has it: the log reads it out then.
    <div class="message user" data-testid="pending" aria-live="off">
      <div class="bubble">
        <p class="text">{item.choice ? <span>{item.label}</span> : item.label}</p>
      </div>
      <p class={problem ? "sending unsent" : "sending"}>
        {!problem && <span>送信中…</span>}
        <span role="status">{problem && <Said words={problem} />}</span>
        {problem && (
          <>
            <button type="button" onClick={() => props.retry(item.clientId)}>
              もう一度送る
            </button>
            <button type="button" onClick={() => props.discard(item.clientId)}>
              取り消す
            </button>
          </>
        )}
      </p>
    </div>
  );
}
