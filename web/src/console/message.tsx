/** One message of the talk: who said it when, what the bot understood, its mark; notices and taps on one line. */

import type { JSX } from "preact";
import { clockTime } from "../shared/dates";
import { why } from "./marks";
import { type Attachments, PartView } from "./parts";
import type { DeskMessage, Mark } from "./types";
import { deliveryName, flagName, labelName, outcomeName, percent } from "./words";

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

/** What became of a message on its way, where that is known. */
function Delivery({ of }: { of: DeskMessage["delivery"] }): JSX.Element | null {
  return of ? <span class={`way ${of}`}> {deliveryName(of)}</span> : null;
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
          <Delivery of={message.delivery} />
        </p>
      ) : (
        <details class="small">
          <summary>
            {at} {text.slice(0, LONGEST_LINE)}
            {text.length > LONGEST_LINE && "…"}
            <Delivery of={message.delivery} />
          </summary>
          {message.parts.map((part) => (
            <PartView part={part} attachments={{}} />
          ))}
        </details>
      )}
    </div>
  );
}

export function Entry(props: {
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
        <Delivery of={message.delivery} />
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
