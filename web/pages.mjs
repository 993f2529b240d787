// Makes a page of one of the project's Markdown documents: headings, paragraphs, lists, tables, links, code, bold.
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const inline = (text) =>
  escaped(text)
    .replace(/&lt;br&gt;/g, "<br>")
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\[([^\]]+)\]\(((?:https:\/\/|tel:|\/)[^)\s]+)\)/g, '<a href="$2">$1</a>');

const cells = (line) =>
  line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => inline(cell.trim()));

function table([head, , ...rows], title) {
  const row = (line) => {
    const [first, ...rest] = cells(line);
    return `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  };
  const names = cells(head).map((name) => `<th scope="col">${name}</th>`);
  return `<div class="wide" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${names.join("")}</tr></thead><tbody>${rows.map(row).join("\n")}</tbody></table></div>`;
}

function block(text, place, blocks) {
  const lines = text.split("\n");
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading) return `<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`;
  if (text.startsWith("|")) {
    const above = blocks.slice(0, place).findLast((earlier) => earlier.startsWith("#")) ?? "";
    return table(lines, escaped(`表：${above.replace(/^#+ /, "")}`));
  }
  if (text.startsWith("- "))
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join("\n")}</ul>`;
  return `<p>${inline(lines.join(""))}</p>`;
}

export function page(markdown) {
  const blocks = markdown.trim().split(/\n\n+/);
  const title = blocks[0].replace(/^# /, "");
  return `<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <link rel="icon" href="/icon.svg" />
    <link rel="stylesheet" href="/city.css" />
    <link rel="stylesheet" href="/document.css" />
  </head>
  <body>
    <main>
${blocks.map(block).join("\n")}
      <p><a href="/chat">チャットへ</a></p>
    </main>
  </body>
</html>
`;
}
