/** Reads from the source what the chat says in Japanese: text of elements, strings, and templates with {0}, {1} for what is filled in. */

import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

const folder = new URL("../../src/widget/", import.meta.url).pathname;
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** The button on the page, the text file, and words that the desk has in all languages (`form`). */
const OTHERS = ["loader.ts", "transcript-export.ts", "form-words.tsx", "translation.ts"];
/** Said in the talk by who taps it, or compared with what is said there. */
const SPOKEN = /^(?:send|say|remember)$/;

export function ownWords(): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    if (!/\.tsx?$/.test(name) || OTHERS.includes(name)) continue;
    const kind = name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const file = ts.createSourceFile(
      name,
      readFileSync(folder + name, "utf8"),
      ts.ScriptTarget.Latest,
      true,
      kind,
    );
    const note = (words: string) => JAPANESE.test(words) && found.set(words, name);
    const look = (node: ts.Node): void => {
      if (ts.isJsxText(node)) note(node.text.replace(/\s*\n\s*/g, " ").trim());
      else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
        const call = node.parent;
        const isSaid =
          ts.isCallExpression(call) &&
          SPOKEN.test(call.expression.getText(file).replace(/^.*\./, "")) &&
          call.arguments[0] === node;
        if (!isSaid && !ts.isLiteralTypeNode(call)) note(node.text);
      } else if (ts.isTemplateExpression(node)) {
        let words = node.head.text;
        for (const [place, span] of node.templateSpans.entries()) words += `{${place}}${span.literal.text}`;
        note(words);
      }
      ts.forEachChild(node, look);
    };
    look(file);
  }
  return found;
}
