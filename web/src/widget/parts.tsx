/** One message part each: text, answer card, contact, choices, notice. */

import type { JSX } from "preact";
import { longDate } from "../shared/dates";
import { telephone } from "../shared/telephone";
import type { Author, Choice, Part } from "../shared/types";
import { Form, type Submit } from "./form";
import { External, Linked, Markdown, Ruby } from "./rich";

export { Markdown } from "./rich";

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
              {source.date && `（${longDate(source.date)} 時点）`}
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
      {part.tel && <a href={telephone(part.tel)}>{part.tel}</a>}
      {part.email && <a href={`mailto:${part.email}`}>{part.email}</a>}
      {part.url && <External href={part.url}>ページを開く</External>}
    </p>
  );
}

const QUESTIONS: Record<string, string> = {
  resolved: "この回答で解決しましたか？",
  related: "次に知りたいことは？",
  rating: "相談員との会話はいかがでしたか？",
};

function Choices(props: {
  part: Extract<Part, { type: "choices" }>;
  isLast: boolean;
  choose: (choice: Choice) => void;
}): JSX.Element | null {
  const { part, isLast, choose } = props;
  // Only the last offer stands; what was chosen of an earlier one is a message of its own.
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
  author: Author;
  easy: boolean;
  isLast: boolean;
  /** Whether its form can still be sent. */
  isLive: boolean;
  choose: (choice: Choice) => void;
  submit: Submit;
}): JSX.Element | null {
  const { part, author, easy, isLast, choose } = props;
  switch (part.type) {
    case "text":
      // What people write themselves stays as it is: their own number is nothing to tap.
      if (easy && part.easy)
        return (
          <div class="text">
            <Ruby text={part.easy} />
          </div>
        );
      return <p class="text">{author === "user" ? part.text : <Linked text={part.text} />}</p>;
    case "answer":
      return <Answer part={part} easy={easy} />;
    case "contact":
      return <Contact part={part} />;
    case "form":
      return props.isLive ? (
        <Form part={part} submit={props.submit} />
      ) : (
        <p class="text">相談員への伝言（記入は終わりました）</p>
      );
    case "choices":
      return <Choices part={part} isLast={isLast} choose={choose} />;
    case "notice":
      return (
        <p class={`notice ${part.kind}`}>
          <Linked text={part.text} />
        </p>
      );
    default:
      return null;
  }
}
