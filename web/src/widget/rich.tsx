/** Words with more to them: links, the Markdown of answers, readings over kanji; elements only, never HTML. */

import type { JSX } from "preact";
import { linkify } from "../shared/linkify";
import { type Inline, parseMarkdown } from "../shared/markdown";
import { parseRuby } from "../shared/ruby";

export function External({ href, children }: { href: string; children: string }): JSX.Element {
  // The desk sends web addresses only; anything else is no link here.
  if (!/^https?:\/\//.test(href)) return <>{children}</>;
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

export function Ruby({ text }: { text: string }): JSX.Element {
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

/** Plain words in which addresses and telephone numbers can be tapped. */
export function Linked({ text }: { text: string }): JSX.Element {
  return (
    <>
      {linkify(text).map(({ text: words, href }) => {
        if (!href) return words;
        return href.startsWith("tel:") ? (
          <a href={href}>{words}</a>
        ) : (
          <External href={href}>{words}</External>
        );
      })}
    </>
  );
}
