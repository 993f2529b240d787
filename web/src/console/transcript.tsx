/** The whole conversation as the migrant saw it, with what the bot understood, and late bot replies greyed. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { clockTime, dayOf } from "../shared/dates";
import { Markdown } from "../widget/parts";
import type { DeskMessage, Part } from "./types";

function PartView({ part }: { part: Part }): JSX.Element | null {
  switch (part.type) {
    case "answer":
      return (
        <div class="card">
          <strong>{part.title}</strong>
          <Markdown source={part.text} />
          {part.caveat && <p class="small">※ {part.caveat}</p>}
          <p class="small">
            出典：
            {part.sources.map((source, index) => (
              <>
                {index > 0 && "、"}
                <a href={source.url} target="_blank" rel="noopener noreferrer">
                  {source.title}
                </a>
              </>
            ))}
            （確認日 {part.checked}）
          </p>
        </div>
      );
    case "choices":
      return <p class="small offered">選択肢：{part.choices.map((choice) => choice.label).join(" ／ ")}</p>;
    case "contact":
      return <p class="small">{[part.label, part.tel, part.email, part.url].filter(Boolean).join(" ")}</p>;
    case "text":
    case "notice":
      return <p class="words">{part.text}</p>;
    default:
      return null;
  }
}

const OUTCOMES: Record<string, string> = {
  answer: "回答",
  clarify: "聞き返し",
  fallback: "分からず",
  handoff: "相談員へ",
};

function Understood(props: { message: DeskMessage; titles: Record<string, string> }): JSX.Element | null {
  const { message, titles } = props;
  const known = message.understanding;
  if (!known?.outcome) return null;
  const share = known.confidence === null ? "" : ` ${Math.round(known.confidence * 100)}%`;
  return (
    <p class="small understood">
      自動応答の理解：{OUTCOMES[known.outcome] ?? known.outcome}（
      {titles[known.label ?? ""] ?? known.label ?? "―"}
      {share}）
    </p>
  );
}

export function Transcript(props: {
  messages: DeskMessage[];
  titles: Record<string, string>;
  isTyping: boolean;
  caseId: string;
}): JSX.Element {
  const end = useRef<HTMLDivElement>(null);
  const { messages } = props;
  // scroll when something was added
  useEffect(() => {
    const box = end.current?.parentElement;
    if (box) box.scrollTop = box.scrollHeight;
  }, [messages.length, props.caseId, props.isTyping]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard
    <div class="transcript" role="log" aria-live="polite" aria-label="やり取り" tabIndex={0}>
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        const day = dayOf(message.sent_at);
        return (
          <div key={message.seq}>
            {(!previous || dayOf(previous.sent_at) !== day) && <p class="day">{day}</p>}
            <div
              class={`entry ${message.author}${message.late ? " late" : ""}`}
              data-testid="transcript-message"
              data-author={message.author}
            >
              <p class="small who">
                {message.author === "user" ? "利用者" : message.author_name} {clockTime(message.sent_at)}
                {message.late && <strong>（送られていません：担当が決まった後の自動応答）</strong>}
              </p>
              {message.parts.map((part) => (
                <PartView part={part} />
              ))}
              <Understood message={message} titles={props.titles} />
            </div>
          </div>
        );
      })}
      {props.isTyping && (
        <p class="small" role="status">
          利用者が入力しています…
        </p>
      )}
      <div ref={end} />
    </div>
  );
}
