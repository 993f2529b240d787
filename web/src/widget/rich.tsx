/** Words with more to them: links, the Markdown of answers, readings over kanji; elements only, never HTML. */

import type { JSX } from "preact";
import { linkify } from "../shared/linkify";
import { type Block, type Inline, parseMarkdown } from "../shared/markdown";
import { parseRuby } from "../shared/ruby";
import { External } from "./external";

export { External } from "./external";

/** Whether the browser breaks Japanese lines between phrases by itself. */
export const BREAKS_BY_PHRASE = CSS.supports("word-break", "auto-phrase");

let phrases: ((text: string) => string[]) | undefined;

/** Fetch what finds the phrases, for browsers that cannot do it themselves. */
export async function findPhrases(): Promise<void> {
  phrases = (await import("../shared/phrases")).phrases;
}

/** A date with its weekday and hour stays on one line, as do a number with its unit and the number of a receipt. */
const DATE =
  /((?:\d+年)?\d+月(?:\d+日(?:\([月火水木金土日]\))?)?(?: \d+:\d\d)?|約?\d[\d,.]*[万億千]?(?:円|人|件|分|時間|か月|歳|回|度|℃|%|[ck]?m(?![a-z])|㎡)|[A-Z]{2}-\d{4}-\d+)/;

/** Words that break between phrases only; copied, they are the same text. */
export function Words({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .split(DATE)
        .map((piece, index) => (index % 2 ? <span class="date">{piece}</span> : phrased(piece)))}
    </>
  );
}

/**
 * Words that change in their place. Where a browser translates the page, it puts text of its own in place of what stands
 * here; changed then is only what nobody sees. The key makes a new element of new words.
 */
export function Said({ words, lang }: { words: string; lang?: string | undefined }): JSX.Element {
  return (
    <span key={words} lang={lang}>
      <Words text={words} />
    </span>
  );
}

function phrased(text: string): JSX.Element {
  if (BREAKS_BY_PHRASE || !phrases) return <>{text}</>;
  return (
    <>
      {phrases(text).map((phrase, index) => (
        <>
          {index > 0 && <wbr />}
          {phrase}
        </>
      ))}
    </>
  );
}

function Inlines({ inlines }: { inlines: Inline[] }): JSX.Element {
  return (
    <>
      {inlines.map((item) => {
        if (item.kind === "bold") return <strong>{item.text}</strong>;
        if (item.kind === "link") return <External href={item.href}>{item.text}</External>;
        return <Words text={item.text} />;
      })}
    </>
  );
}

function Table({ block }: { block: Extract<Block, { kind: "table" }> }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          {block.head.map((cell) => (
            <th scope="col">
              <Inlines inlines={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map(([first = [], ...cells]) => (
          <tr>
            <th scope="row">
              <Inlines inlines={first} />
            </th>
            {cells.map((cell) => (
              <td>
                <Inlines inlines={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MarkdownBlock({ block }: { block: Block }): JSX.Element {
  switch (block.kind) {
    case "list":
      return (
        <ul>
          {block.items.map((item) => (
            <li>
              <Inlines inlines={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return <Table block={block} />;
    default:
      return (
        <p>
          <Inlines inlines={block.inlines} />
        </p>
      );
  }
}

export function Markdown({ source }: { source: string }): JSX.Element {
  return (
    <>
      {parseMarkdown(source).map((block) => (
        <MarkdownBlock block={block} />
      ))}
    </>
  );
}

export function Readings({ text }: { text: string }): JSX.Element {
  return (
    <>
      {parseRuby(text).map((piece) =>
        piece.reading ? (
          <ruby>
            {piece.base}
            <rp>（</rp>
            <rt>{piece.reading}</rt>
            <rp>）</rp>
          </ruby>
        ) : (
          <Words text={piece.base} />
        ),
      )}
    </>
  );
}

/** やさしい日本語: each line a paragraph of its own, lines that begin with a dash a list. */
export function Ruby({ text }: { text: string }): JSX.Element {
  const blocks: { items?: string[]; line?: string }[] = [];
  for (const line of text.split("\n").filter((found) => found.trim())) {
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
    const last = blocks[blocks.length - 1];
    if (item === undefined) blocks.push({ line });
    else if (last?.items) last.items.push(item);
    else blocks.push({ items: [item] });
  }
  return (
    <div class="easy">
      {blocks.map(({ items, line }) =>
        items ? (
          <ul>
            {items.map((item) => (
              <li>
                <Readings text={item} />
              </li>
            ))}
          </ul>
        ) : (
          <p>
            <Readings text={line ?? ""} />
          </p>
        ),
      )}
    </div>
  );
}

/** Words with readings within a line: titles, choices. */
export function Line({ text }: { text: string }): JSX.Element {
  return <Readings text={text} />;
}

/** Plain words in which addresses and telephone numbers can be tapped. */
export function Linked({ text }: { text: string }): JSX.Element {
  return (
    <>
      {linkify(text).map(({ text: words, href }) => {
        if (!href) return <Words text={words} />;
        return href.startsWith("tel:") ? (
          <a href={href}>{words}</a>
        ) : (
          <External href={href}>{words}</External>
        );
      })}
    </>
  );
}
