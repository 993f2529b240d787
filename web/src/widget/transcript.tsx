/** The log: messages with their sender for every reader, pending ones with their state, the typing sign. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { clockTime, dayOf } from "../shared/dates";
import type { Choice, Message } from "../shared/types";
import { isWaiting, type Log } from "./log";
import { PartView } from "./parts";

/** After this long without an answer the dots say nothing true any more. */
const DOTS_MS = 12_000;

function useDots(log: Log): boolean {
  const waiting = isWaiting(log);
  const last = log.messages.at(-1)?.seq;
  const [isTired, setTired] = useState(false);
  // a new message starts the clock anew
  useEffect(() => {
    setTired(false);
    if (!waiting) return;
    const timer = setTimeout(() => setTired(true), DOTS_MS);
    return () => clearTimeout(timer);
  }, [waiting, last]);
  return waiting && !isTired;
}

function Entry(props: {
  message: Message;
  previous: Message | undefined;
  isLast: boolean;
  easy: boolean;
  choose: (choice: Choice) => void;
}): JSX.Element {
  const { message, previous } = props;
  const day = dayOf(message.sent_at);
  const isNewDay = !previous || dayOf(previous.sent_at) !== day;
  return (
    <>
      {isNewDay && <p class="day">{day}</p>}
      <div
        class={`message ${message.author}`}
        data-testid="message"
        data-author={message.author}
        data-seq={message.seq}
      >
        <p class="sender">
          {message.author_name}
          <span class="hidden">：</span> <time dateTime={message.sent_at}>{clockTime(message.sent_at)}</time>
        </p>
        <div class="bubble">
          {message.parts.map((part) => (
            <PartView part={part} easy={props.easy} isLast={props.isLast} choose={props.choose} />
          ))}
        </div>
      </div>
    </>
  );
}

export function Transcript(props: {
  log: Log;
  easy: boolean;
  choose: (choice: Choice) => void;
  retry: (clientId: string) => void;
  discard: (clientId: string) => void;
}): JSX.Element {
  const { log } = props;
  const end = useRef<HTMLDivElement>(null);
  const dots = useDots(log);
  const isTyping = log.standing?.typing === "consultant";
  const count = log.messages.length + log.pending.length;
  // scroll when something was added
  useEffect(() => {
    const last = log.messages.at(-1);
    const box = end.current?.parentElement;
    if (!box) return;
    // A long answer is shown from its beginning; everything else from its end.
    const entry =
      last && last.author !== "user" ? box.querySelector<HTMLElement>(`[data-seq="${last.seq}"]`) : null;
    if (entry && entry.offsetHeight > box.clientHeight * 0.7) box.scrollTop = entry.offsetTop - 12;
    else box.scrollTop = box.scrollHeight;
  }, [count, dots, isTyping]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard
    <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="会話" tabIndex={0}>
      {log.messages.map((message, index) => (
        <Entry
          key={message.seq}
          message={message}
          previous={log.messages[index - 1]}
          isLast={index === log.messages.length - 1 && log.pending.length === 0}
          easy={props.easy}
          choose={props.choose}
        />
      ))}
      {log.pending.map((item) => (
        <div key={item.clientId} class="message user" data-testid="pending">
          <div class="bubble">
            <p class="text">{item.label}</p>
          </div>
          <p class="sending">
            {item.refused ?? (item.failed ? "未送信" : "送信中…")}{" "}
            {(item.failed || item.refused) && (
              <>
                {!item.refused && (
                  <button type="button" onClick={() => props.retry(item.clientId)}>
                    もう一度送る
                  </button>
                )}
                <button type="button" onClick={() => props.discard(item.clientId)}>
                  取り消す
                </button>
              </>
            )}
          </p>
        </div>
      ))}
      {(dots || isTyping) && (
        <p class="dots" role="status">
          <span class="hidden">入力中です</span>
          <i />
          <i />
          <i />
        </p>
      )}
      <div ref={end} />
    </div>
  );
}
