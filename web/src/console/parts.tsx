/** One message part each, as a consultant reads it. */

import type { JSX } from "preact";
import { clockTime, longDate } from "../shared/dates";
import { Markdown } from "../widget/markdown";
import { AttachmentView } from "./attachment";
import type { Attachment, Part } from "./types";

export function PartView({
  part,
  attachments,
}: {
  part: Part;
  attachments: Attachments;
}): JSX.Element | null {
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

export type Attachments = Record<string, Attachment>;
