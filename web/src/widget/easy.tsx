/** Words with readings over their kanji, and やさしい日本語 in paragraphs and lists. */

import type { JSX } from "preact";
import { parseRuby } from "../shared/ruby";
import { Words } from "./words";

export function Readings({ text }: { text: string }): JSX.Element {
  return (
    <>
      {parseRuby(text).map((piece) =>
        piece.reading ? (
          <ruby class="said">
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
