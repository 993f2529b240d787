/** The restricted Markdown of answers as plain words: what is copied, saved or put into a reply. A file of its own, since the chat needs it late. */

import { ROW, RULE, tight } from "./markdown";

/** Markdown as plain words: links with their addresses; of a table a line of its head and its rows, cells by name where a row has more than two. */
export function plainMarkdown(source: string): string {
  const lines = tight(source).split("\n");
  const words: string[] = [];
  let columns: string[] = [];
  lines.forEach((line, number) => {
    const cells = ROW.exec(line)?.[1]
      ?.split("|")
      .map((cell) => cell.trim());
    if (!cells) {
      columns = [];
      words.push(line);
    } else if (!RULE.test(line)) {
      const isHead = RULE.test(lines[number + 1] ?? "");
      if (isHead) columns = cells;
      if (isHead) words.push(cells.length > 2 ? (cells[0] ?? "") : cells.join("："));
      else words.push(`・${plainRow(cells, columns)}`);
    }
  });
  return words
    .join("\n")
    .replace(/\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g, "$1（$2）")
    .replace(/\*\*/g, "");
}

function plainRow([first = "", ...cells]: string[], [, ...names]: string[]): string {
  if (cells.length < 2 || cells.length !== names.length) return [first, ...cells].join("：");
  const named = cells.map((cell, number) => (cell && names[number] ? `${names[number]}は${cell}` : cell));
  return `${first}：${named.filter(Boolean).join("、")}`;
}
