/** One message part each: text, answer card, contact, choices, notice. */

import type { JSX } from "preact";
import { longDate, partialDate } from "../shared/dates";
import { telephone } from "../shared/telephone";
import type { Author, Choice, Part } from "../shared/types";
import { Readings, Ruby } from "./easy";
import { External } from "./external";
import type { Feedback } from "./feedback";
import { lazy } from "./lazy";
import { Linked } from "./linked";
import { Markdown } from "./markdown";
import type { Submit } from "./use-left-message";

const Form = lazy(() => import("./form").then((part) => part.default));

const Tools = lazy(() => import("./tools").then((part) => part.default));

const Rating = lazy(() => import("./feedback").then((part) => part.default));

type AnswerPart = Extract<Part, { type: "answer" }>;

/** The page's own date in brackets, nothing where it has none. */
function sourceDate(date: string | undefined): string {
  return date ? `（${partialDate(date)}）` : "";
}

/** Words within a line: in やさしい日本語 where that is wanted and there is some. */
function either(easy: boolean, simple: string | undefined, words: string): JSX.Element | string {
  return easy && simple ? <Readings text={simple} /> : words;
}

function Answer({
  part,
  easy,
  children,
}: {
  part: AnswerPart;
  easy: boolean;
  children: JSX.Element;
}): JSX.Element {
  const simple = easy && part.easy;
  const more = simple ? part.easy_more : part.more;
  return (
    <article class="answer" lang={part.language}>
      <h3 class="said">{either(easy, part.easy_title, part.title)}</h3>
      {simple ? <Ruby text={simple} /> : <Markdown source={part.text} />}
      {more && (
        <details class="more">
          <summary>くわしく</summary>
          {simple ? <Ruby text={more} /> : <Markdown source={more} />}
        </details>
      )}
      {part.caveat && <p class="caveat">※ {either(easy, part.easy_caveat, part.caveat)}</p>}
      {part.outdated && (
        <p class="caveat">
          ※{" "}
          {either(
            easy,
            "古《ふる》い情報《じょうほう》かもしれません。相談員《そうだんいん》に聞《き》いてください。",
            "情報が古い可能性があります。最新の内容は出典のページか相談員にご確認ください。",
          )}
        </p>
      )}
      <footer class="source" hidden={!!part.language}>
        <details>
          <summary>{`出典 ${part.sources.length}件・確認日 ${longDate(part.checked)}`}</summary>
          <ul>
            {part.sources.map((source) => (
              <li>
                <External href={source.url}>{source.title}</External>
                {sourceDate(source.date)}
              </li>
            ))}
          </ul>
          <p>かっこの中はページの日付です。確認日は、ページと見比べた日のうち、いちばん古い日です。</p>
        </details>
      </footer>
      {!part.language && children}
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
  related: "次に知りたいことは？",
  rating: "相談員との会話はいかがでしたか？",
};

function Choices(props: {
  part: Extract<Part, { type: "choices" }>;
  easy: boolean;
  isLast: boolean;
  choose: (choice: Choice) => void;
}): JSX.Element | null {
  const { part, easy, isLast, choose } = props;
  // Only the last offer stands; what was chosen of an earlier one is a message of its own.
  // And the ways out of the queue stand in the bar, where they stay.
  if (!isLast || part.purpose === "queue") return null;
  return (
    <fieldset class={`choices ${part.purpose}`}>
      <legend class={QUESTIONS[part.purpose] ? "" : "hidden"}>
        {part.legend ?? QUESTIONS[part.purpose] ?? "選択肢"}
      </legend>
      <ul>
        {part.choices.map((choice) => (
          <li>
            <button type="button" data-testid="choice" onClick={() => choose(choice)}>
              {either(easy, choice.easy, choice.label)}
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
  /** The number of its message. */
  seq: number;
  feedback: Feedback;
}): JSX.Element | null {
  const { part, author, easy, isLast, choose, seq, feedback } = props;
  switch (part.type) {
    case "text":
    case "notice": {
      const simple = easy && part.easy;
      // `Ruby` makes paragraphs of its own.
      const Tag = simple ? "div" : "p";
      // What people write themselves stays as it is: their own number is nothing to tap.
      return (
        <Tag class={`${part.type} ${(part as { kind?: string }).kind ?? ""}`} lang={part.language}>
          {simple ? (
            <Ruby text={simple} />
          ) : author !== "user" ? (
            <Linked text={part.text} />
          ) : (part as { tapped?: boolean }).tapped ? (
            // A button's words are the screen's own: they stand in the language in which they were tapped.
            <span>{part.text}</span>
          ) : (
            part.text
          )}
        </Tag>
      );
    }
    case "answer":
      return (
        <Answer part={part} easy={easy || !!part.easy_first}>
          <div class="tools">
            <Tools part={part} easy={easy} seq={seq} feedback={feedback} />
          </div>
        </Answer>
      );
    case "contact":
      return <Contact part={part} />;
    case "form":
      return props.isLive ? (
        <Form part={part} easy={easy} submit={props.submit} />
      ) : (
        <p class="text" lang={part.language}>
          {part.words ? `${part.words.title} ✓` : "相談員への伝言（記入は終わりました）"}
        </p>
      );
    case "choices":
      if (part.purpose === "resolved")
        return isLast ? (
          <Rating choices={part.choices} legend={part.legend} seq={seq} feedback={feedback} />
        ) : null;
      return <Choices part={part} easy={easy} isLast={isLast} choose={choose} />;
    default:
      return null;
  }
}
