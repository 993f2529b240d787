/** The Markdown of answers as elements, never as HTML. */

import type { JSX } from "preact";
import { type Block, type Inline, parseMarkdown } from "../shared/markdown";
import { External } from "./external";
import { Words } from "./words";

function Inlines({ inlines }: { inlines: Inline[] }): JSX.Element {
  return (
    <>
      {inlines.map((item) => {
        if (item.kind === "bold") return <strong class="said">{item.text}</strong>;
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
