/** The whole conversation as the migrant saw it, with what the bot understood, and late bot replies greyed. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { dayOf } from "../shared/dates";
import { Entry } from "./message";
import type { Attachments } from "./parts";
import { inOrder } from "./rows";
import type { DeskMessage, Mark } from "./types";

/** Nearer to the end than this, one reads the newest, and the view follows. */
const NEAR_END_PX = 80;

export function Transcript(props: {
  /** The message to open at, where a search led here. */
  at?: number | undefined;
  messages: DeskMessage[];
  marks: Mark[];
  titles: Record<string, string>;
  attachments: Attachments;
  isTyping: boolean;
  hasOlder: boolean;
  /** Whether what consultants say here is one's own. */
  isMine?: boolean;
  readOlder: () => Promise<void>;
}): JSX.Element {
  const messages = inOrder(props.messages);
  const marks = new Map(props.marks.map((mark) => [mark.seq, mark]));
  const [isReading, setReading] = useState(false);
  // What stands on top keeps its place when older messages come above it.
  const below = useRef<number>();
  const oldest = messages[0]?.seq;
  const readOlder = async () => {
    if (box.current) below.current = box.current.scrollHeight - box.current.scrollTop;
    setReading(true);
    await props.readOlder();
    setReading(false);
  };
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const newest = props.messages[props.messages.length - 1]?.seq;
  const toEnd = () => {
    atEnd.current = true;
    setBehind(false);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  // Who opens a case reads the person's last words first, or words of danger; what was said after them stands below.
  useLayoutEffect(() => {
    if (!box.current) return;
    const last = (kind: string) => [...(box.current?.querySelectorAll<HTMLElement>(kind) ?? [])].pop();
    const marked = last(".entry.danger");
    const words = marked ?? last(".entry.user:not(.line)");
    if (!words) return;
    const top = words.offsetTop - box.current.offsetTop;
    const fromEnd = box.current.scrollHeight - top;
    // All that follows fits: the end shows both.
    if (!marked && fromEnd <= box.current.clientHeight) return;
    atEnd.current = false;
    // The box alone: where the page scrolls as well, the head of the case stays in sight.
    const above = marked ? Math.max(0, (box.current.clientHeight - words.offsetHeight) / 2) : 0;
    box.current.scrollTop = top - above;
  }, []);
  // A search leads to the place; what is not read yet comes, and is gone to then.
  const isRead = messages.some((message) => message.seq === props.at);
  useLayoutEffect(() => {
    if (props.at === undefined || !isRead) return;
    atEnd.current = false;
    box.current?.querySelector(`[data-seq="${props.at}"]`)?.scrollIntoView({ block: "center" });
  }, [props.at, isRead]);
  // Whoever reads further up is not torn away, but told.
  const known = useRef(newest);
  useLayoutEffect(() => {
    // Whoever has just answered goes on reading below the answer.
    const hasAnswered =
      known.current !== newest && messages[messages.length - 1]?.author === "consultant" && props.isMine;
    known.current = newest;
    if (atEnd.current || hasAnswered) toEnd();
    else if (box.current) {
      const { scrollHeight, scrollTop, clientHeight } = box.current;
      setBehind(scrollHeight - scrollTop - clientHeight >= NEAR_END_PX);
    }
  }, [newest]);
  useLayoutEffect(() => {
    if (box.current && below.current !== undefined)
      box.current.scrollTop = box.current.scrollHeight - below.current;
    below.current = undefined;
  }, [oldest]);
  // The box shrinks when the reply below it grows: the newest stays in sight.
  useEffect(() => {
    if (!box.current || !("ResizeObserver" in window)) return undefined;
    const watch = new ResizeObserver(() => atEnd.current && toEnd());
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div class="transcript-frame">
      <div
        ref={box}
        class="transcript"
        role="log"
        aria-live="polite"
        aria-label="やり取り"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
          if (atEnd.current) setBehind(false);
        }}
      >
        {props.hasOlder && (
          <p class="day">
            <button
              type="button"
              class="slim"
              data-testid="older"
              disabled={isReading}
              onClick={() => void readOlder()}
            >
              {isReading ? "読み込んでいます…" : "前のやり取りを読む"}
            </button>
          </p>
        )}
        {messages.length === 0 && <p class="small">まだやり取りがありません。</p>}
        {messages.map((message, index) => {
          const previous = messages[index - 1];
          const day = dayOf(message.sent_at);
          return (
            <div
              key={message.seq}
              data-seq={message.seq}
              class={message.seq === props.at ? "found" : undefined}
            >
              {(!previous || dayOf(previous.sent_at) !== day) && <p class="day">{day}</p>}
              <Entry
                message={message}
                mark={marks.get(message.seq)}
                titles={props.titles}
                attachments={props.attachments}
              />
            </div>
          );
        })}
      </div>
      <p class="typing small" role="status">
        {props.isTyping ? "利用者が入力しています…" : ""}
      </p>
      {isBehind && (
        <button type="button" class="to-end" onClick={toEnd}>
          新しいメッセージへ ↓
        </button>
      )}
    </div>
  );
}
