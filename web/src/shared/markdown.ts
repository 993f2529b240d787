/** The restricted Markdown of answers (paragraphs, lists, tables, bold, https links) as plain data; never HTML. */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold"; text: string }
  | { kind: "link"; text: string; href: string };
export type Block =
  | { kind: "paragraph"; inlines: Inline[] }
  | { kind: "list"; items: Inline[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] };

const INLINE = /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g;

const BOLD = /( ?)(\*\*[^*\n]+\*\*)( ?)/g;
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/;

/** Markdown without the blanks around bold that Japanese has none of (tests/wire/bold.json); a label at the beginning keeps its own. */
export function tight(source: string): string {
  return source.replace(BOLD, (whole, before: string, bold: string, after: string, at: number) => {
    const line = source.slice(source.lastIndexOf("\n", at - 1) + 1, at + before.length);
    const next = source[at + whole.length] ?? "";
    const isLabel = /^\s*(?:(?:[-*]|\d+\.)\s+)?$/.test(line) && !/[ぁ-ゖ]/.test(next);
    return (
      (WIDE.test(source[at - 1] ?? "") ? "" : before) + bold + (WIDE.test(next) && !isLabel ? "" : after)
    );
  });
}

export function parseInline(text: string): Inline[] {
  const found: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) found.push({ kind: "text", text: text.slice(end, match.index) });
    const [whole, bold, label, href] = match;
    if (bold !== undefined) found.push({ kind: "bold", text: bold.trim() });
    else found.push({ kind: "link", text: label ?? "", href: href ?? "" });
    end = match.index + whole.length;
  }
  if (end < text.length) found.push({ kind: "text", text: text.slice(end) });
  return found;
}

export const ROW = /^\s*\|(.+)\|\s*$/;
export const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;

/** A table: a row of | cells |, a line of | --- |, and rows; anything else is none. */
function parseTable(lines: string[]): Block | undefined {
  const cells = lines.map((line) =>
    ROW.exec(line)?.[1]
      ?.split("|")
      .map((cell) => parseInline(cell.trim())),
  );
  const [head, , ...rows] = cells;
  if (lines.length < 3 || !head || !RULE.test(lines[1] ?? "")) return undefined;
  if (rows.some((row) => row?.length !== head.length)) return undefined;
  return { kind: "table", head, rows: rows as Inline[][][] };
}

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of tight(source).split(/\n\s*\n/)) {
    const lines = chunk.split("\n").filter((line) => line.trim());
    const table = parseTable(lines);
    if (table) {
      blocks.push(table);
      continue;
    }
    let paragraph: string[] = [];
    const flush = () => {
      if (paragraph.length) blocks.push({ kind: "paragraph", inlines: parseInline(paragraph.join("\n")) });
      paragraph = [];
    };
    for (const line of lines) {
      const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
      if (!item) {
        paragraph.push(line);
        continue;
      }
      flush();
      const last = blocks[blocks.length - 1];
      const inlines = parseInline(item[1] ?? "");
      if (last?.kind === "list") last.items.push(inlines);
      else blocks.push({ kind: "list", items: [inlines] });
    }
    flush();
  }
  return blocks;
}
