/** The log: messages with their sender for every reader, pending ones with their state, the typing sign. */

import type { ComponentProps, JSX } from "preact";
import { useRef } from "preact/hooks";
import { clockTime, dayOf, isAbroad } from "../shared/dates";
import type { Message } from "../shared/types";
import { type Log, liveForm, openRating } from "./log";
import { sentPhotos } from "./memory";
import { MessageParts } from "./message-parts";
import { PendingEntry } from "./pending";
import { useScrolling } from "./scrolling";
import { useDots, useIsSettled } from "./waiting";

/** Its height is known before it is drawn: the newest message stays in sight. */
const SMALL = { display: "block", maxWidth: "100%", height: "min(160px, 30vh)", objectFit: "contain" };

/** What a message's parts are given besides the message itself. */
type Given = Omit<ComponentProps<typeof MessageParts>, "parts" | "author" | "seq">;

function Entry({
  message,
  previous,
  ...given
}: { message: Message; previous: Message | undefined } & Given): JSX.Element {
  const day = dayOf(message.sent_at);
  const picture = sentPhotos.get(message.client_id ?? "");
  const isNewDay = !previous || dayOf(previous.sent_at) !== day;
  return (
    <>
      {isNewDay && (
        <p class="day">
          {day}
          {isAbroad(message.sent_at) && "（日本時間）"}
        </p>
      )}
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
          {picture ? (
            <img src={picture} alt="送った写真" style={SMALL} />
          ) : (
            <MessageParts parts={message.parts} author={message.author} seq={message.seq} {...given} />
          )}
        </div>
      </div>
    </>
  );
}

export function Transcript({
  log,
  top,
  welcome,
  retry,
  discard,
  ...given
}: {
  log: Log;
  /** Stands above the first message. */
  top: JSX.Element;
  /** Shown to who comes back, until something is said. */
  welcome: JSX.Element | null;
  retry: (clientId: string) => void;
  discard: (clientId: string) => void;
} & Omit<Given, "isLast" | "isLive">): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const dots = useDots(log);
  const isSettled = useIsSettled(log);
  const isTyping = dots || log.standing?.typing === "consultant";
  const live = liveForm(log);
  const rating = openRating(log);
  const toNews = useScrolling(box, log, isTyping);
  return (
    <>
      <div
        ref={box}
        class="log"
        role="log"
        aria-live={isSettled ? "polite" : "off"}
        aria-relevant="additions"
        aria-label="会話"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard
        tabIndex={0}
      >
        {top}
        {log.messages.map((message, index) => (
          <Entry
            key={message.seq}
            message={message}
            previous={log.messages[index - 1]}
            isLast={message.seq === rating || (index === log.messages.length - 1 && log.pending.length === 0)}
            isLive={message.seq === live}
            {...given}
          />
        ))}
        {log.pending.length === 0 && welcome}
        {log.pending.map((item) => (
          <PendingEntry key={item.clientId} item={item} retry={retry} discard={discard} />
        ))}
        {isTyping && (
          <p class="dots">
            <span class="hidden">入力中です</span>
            <i />
            <i />
            <i />
          </p>
        )}
        <div key="end" class="end" tabIndex={-1} />
      </div>
      {/* Outside the log, which is read out when it grows. */}
      {toNews && (
        <button type="button" class="newest" onClick={toNews}>
          新しい返事へ
        </button>
      )}
    </>
  );
}
