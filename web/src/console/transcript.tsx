/** The whole conversation as the migrant saw it, with what the bot understood, and late bot replies greyed. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { clockTime, dayOf, longDate } from "../shared/dates";
import { Markdown } from "../widget/parts";
import { AttachmentView } from "./attachment";
import { why } from "./danger";
import { inOrder } from "./rows";
import type { Attachment, DeskMessage, Mark, Part } from "./types";
import { deliveryName, flagName, labelName, outcomeName, percent } from "./words";

/** Nearer to the end than this, one reads the newest, and the view follows. */
const NEAR_END_PX = 80;

function PartView({ part, attachments }: { part: Part; attachments: Attachments }): JSX.Element | null {
  switch (part.type) {
    case "answer":
      return (
        <div class="card">
          <strong class="title">{part.title}</strong>
          <Markdown source={part.text} />
          {part.more && <Markdown source={part.more} />}
          {part.caveat && <p class="small caveat">※ {part.caveat}</p>}
          {part.outdated && <p class="small outdated">※ 確認の期限を過ぎた回答です。</p>}
          <p class="small source">
            出典：
            {part.sources.map((source, index) => (
              <>
                {index > 0 && "、"}
                <a href={source.url} target="_blank" rel="noopener noreferrer">
                  {source.title}
                </a>
              </>
            ))}
            （確認日 {longDate(part.checked)}）
          </p>
        </div>
      );
    case "choices":
      return <p class="small offered">選択肢：{part.choices.map((choice) => choice.label).join(" ／ ")}</p>;
    case "contact":
      return <p class="small">{[part.label, part.tel, part.email, part.url].filter(Boolean).join(" ")}</p>;
    case "text":
      return (
        <>
          {part.subject && <p class="small subject">件名：{part.subject}</p>}
          <p class="words">{part.text}</p>
          {part.guessed && <p class="small">文字の種類が分からず、推測して表示しています。</p>}
          {part.folded && (
            <details class="small">
              <summary>引用と署名</summary>
              <p class="words">{part.folded}</p>
            </details>
          )}
          {part.attachment && <AttachmentView id={part.attachment} known={attachments[part.attachment]} />}
          {part.arrived_at && <p class="small">遅れて届きました（{clockTime(part.arrived_at)}）</p>}
          {part.former && (
            <details class="small">
              <summary>書き直されたメッセージです</summary>
              {part.former.map((former) => (
                <p class="words">
                  {clockTime(former.until)} まで：{former.text}
                </p>
              ))}
            </details>
          )}
        </>
      );
    case "notice":
      return <p class="words">{part.text}</p>;
    default:
      return null;
  }
}

type Attachments = Record<string, Attachment>;

function Understood(props: { message: DeskMessage; titles: Record<string, string> }): JSX.Element | null {
  const known = props.message.understanding;
  if (!known?.outcome) return null;
  return (
    <p class="small understood">
      自動応答の理解：{outcomeName(known.outcome)}（{labelName(known.label, props.titles)}{" "}
      {percent(known.confidence)}）
    </p>
  );
}

/** Why a message is marked, and what became of the mark. */
function MarkLine({ mark }: { mark: Mark }): JSX.Element {
  if (mark.state !== "open")
    return (
      <p class="mark settled">
        {mark.state === "lifted"
          ? `危険なしとされました：${mark.settle_reason ?? ""}`
          : "危険の印（対応済み）"}
      </p>
    );
  return (
    <p class="mark" data-testid="mark">
      至急：{flagName(mark.kind)}・{mark.subject_name} <span class="small">（{why(mark)}）</span>
    </p>
  );
}

/** A longer line than this is cut, and opened by a click. */
const LONGEST_LINE = 40;

/** What a notice or a tapped button says, on one line; undefined for what people and the bot say themselves. */
export function asLine(message: DeskMessage): string | undefined {
  const isTap = message.parts.some((part) => part.type === "text" && part.tapped);
  if (message.author !== "system" && !isTap) return undefined;
  const said = message.parts
    .map((part) => ("text" in part ? part.text : ""))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
  return isTap ? `［${said}］を押しました` : said;
}

function Line(props: { message: DeskMessage; text: string }): JSX.Element {
  const { message, text } = props;
  const at = <time dateTime={message.sent_at}>{clockTime(message.sent_at)}</time>;
  const offered = message.parts.some((part) => part.type === "choices");
  return (
    <div class={`entry line ${message.author}`} data-testid="transcript-message" data-author={message.author}>
      {text.length <= LONGEST_LINE && !offered ? (
        <p class="small">
          {at} {text}
          {message.delivery && (
            <span class={`way ${message.delivery}`}> {deliveryName(message.delivery)}</span>
          )}
        </p>
      ) : (
        <details class="small">
          <summary>
            {at} {text.slice(0, LONGEST_LINE)}
            {text.length > LONGEST_LINE && "…"}
            {message.delivery && (
              <span class={`way ${message.delivery}`}> {deliveryName(message.delivery)}</span>
            )}
          </summary>
          {message.parts.map((part) => (
            <PartView part={part} attachments={{}} />
          ))}
        </details>
      )}
    </div>
  );
}

function Entry(props: {
  message: DeskMessage;
  mark: Mark | undefined;
  titles: Record<string, string>;
  attachments: Attachments;
}): JSX.Element {
  const { message, mark } = props;
  const line = mark || message.late ? undefined : asLine(message);
  if (line !== undefined) return <Line message={message} text={line} />;
  return (
    <div
      class={`entry ${message.author}${message.late ? " late" : ""}${mark?.state === "open" ? " danger" : ""}`}
      data-testid="transcript-message"
      data-author={message.author}
    >
      <p class="small who">
        {message.author === "user" ? "利用者" : message.author_name}{" "}
        <time dateTime={message.sent_at}>{clockTime(message.sent_at)}</time>
        {message.delivery && <span class={`way ${message.delivery}`}> {deliveryName(message.delivery)}</span>}
        {message.late && <strong> 送られていません（担当が決まった後の自動応答）</strong>}
      </p>
      {message.parts.map((part) => (
        <PartView part={part} attachments={props.attachments} />
      ))}
      <Understood message={message} titles={props.titles} />
      {mark && <MarkLine mark={mark} />}
    </div>
  );
}

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
