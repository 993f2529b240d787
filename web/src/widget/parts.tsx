/** One message part each: text, answer card, contact, choices, notice. */

import type { JSX } from "preact";
import { longDate } from "../shared/dates";
import { type Inline, parseMarkdown } from "../shared/markdown";
import { parseRuby } from "../shared/ruby";
import type { Choice, Part } from "../shared/types";

function External({ href, children }: { href: string; children: string }): JSX.Element {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="hidden">（別のページで開きます）</span>
    </a>
  );
}

function Inlines({ inlines }: { inlines: Inline[] }): JSX.Element {
  return (
    <>
      {inlines.map((item) => {
        if (item.kind === "bold") return <strong>{item.text}</strong>;
        if (item.kind === "link") return <External href={item.href}>{item.text}</External>;
        return item.text;
      })}
    </>
  );
}

export function Markdown({ source }: { source: string }): JSX.Element {
  return (
    <>
      {parseMarkdown(source).map((block) =>
        block.kind === "list" ? (
          <ul>
            {block.items.map((item) => (
              <li>
                <Inlines inlines={item} />
              </li>
            ))}
          </ul>
        ) : (
          <p>
            <Inlines inlines={block.inlines} />
          </p>
        ),
      )}
    </>
  );
}

function Ruby({ text }: { text: string }): JSX.Element {
  return (
    <p class="easy">
      {parseRuby(text).map((piece) =>
        piece.reading ? (
          <ruby>
            {piece.base}
            <rp>（</rp>
            <rt>{piece.reading}</rt>
            <rp>）</rp>
          </ruby>
        ) : (
          piece.base
        ),
      )}
    </p>
  );
}

function Answer({ part, easy }: { part: Extract<Part, { type: "answer" }>; easy: boolean }): JSX.Element {
  return (
    <article class="answer">
      <h3>{part.title}</h3>
      {easy && part.easy ? <Ruby text={part.easy} /> : <Markdown source={part.text} />}
      {part.caveat && <p class="caveat">※ {part.caveat}</p>}
      {part.outdated && (
        <p class="caveat">※ 情報が古い可能性があります。最新の内容は出典のページか相談員にご確認ください。</p>
      )}
      <footer class="source">
        <p>
          出典：
          {part.sources.map((source, index) => (
            <>
              {index > 0 && "、"}
              <External href={source.url}>{source.title}</External>
            </>
          ))}
        </p>
        <p>確認日 {longDate(part.checked)}</p>
      </footer>
    </article>
  );
}

function Contact({ part }: { part: Extract<Part, { type: "contact" }> }): JSX.Element {
  return (
    <p class="contact">
      <span>{part.label}</span>
      {part.tel && <a href={`tel:${part.tel.replace(/[^\d+]/g, "")}`}>{part.tel}</a>}
      {part.email && <a href={`mailto:${part.email}`}>{part.email}</a>}
      {part.url && <External href={part.url}>ページを開く</External>}
    </p>
  );
}

const QUESTIONS: Record<string, string> = {
  resolved: "この回答で解決しましたか？",
  related: "次に知りたいことは？",
};

function Choices(props: {
  part: Extract<Part, { type: "choices" }>;
  isLast: boolean;
  choose: (choice: Choice) => void;
}): JSX.Element | null {
  const { part, isLast, choose } = props;
  // Old choices stay readable only where they tell what was offered; they can be tapped no more.
  if (!isLast) return null;
  return (
    <fieldset class={`choices ${part.purpose}`}>
      <legend class={QUESTIONS[part.purpose] ? "" : "hidden"}>{QUESTIONS[part.purpose] ?? "選択肢"}</legend>
      <ul>
        {part.choices.map((choice) => (
          <li>
            <button type="button" data-testid="choice" onClick={() => choose(choice)}>
              {choice.label}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

export function PartView(props: {
  part: Part;
  easy: boolean;
  isLast: boolean;
  choose: (choice: Choice) => void;
}): JSX.Element | null {
  const { part, easy, isLast, choose } = props;
  switch (part.type) {
    case "text":
      return <p class="text">{part.text}</p>;
    case "answer":
      return <Answer part={part} easy={easy} />;
    case "contact":
      return <Contact part={part} />;
    case "choices":
      return <Choices part={part} isLast={isLast} choose={choose} />;
    case "notice":
      return <p class={`notice ${part.kind}`}>{part.text}</p>;
    default:
      return null;
  }
}
