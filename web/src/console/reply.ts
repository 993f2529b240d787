/** Rules of writing a reply, pure: which key sends, where an insert goes, what has come meanwhile. */

import type { DeskMessage } from "./types";

export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Enter alone or Ctrl/⌘+Enter, as the person set it; Shift+Enter is always a new line. */
export function sendsOn(event: KeyPress, enterSends: boolean): boolean {
  if (event.key !== "Enter" || event.shiftKey) return false;
  return enterSends || event.ctrlKey || event.metaKey;
}

/** Put `added` in place of what is selected, on lines of its own. */
export function inserted(text: string, added: string, from: number, to: number): string {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  const end = after && !after.startsWith("\n") ? "\n" : "";
  return `${before}${gap}${added}${end}${after}`;
}

/** What the migrant wrote after `seen`. */
export function newerQuestions(messages: DeskMessage[], seen: number): string[] {
  return messages
    .filter((message) => message.author === "user" && message.seq > seen)
    .map((message) => message.parts.map((part) => (part.type === "text" ? part.text : "")).join("\n"))
    .filter(Boolean);
}

/** As the desk takes at once. */
const LONGEST = 5_000;

/** What is said of a reply that is too long to be sent; nothing of it is cut off. */
export function tooLong(text: string): string {
  const count = text.trim().length;
  if (count <= LONGEST) return "";
  const [most, now, more] = [LONGEST, count, count - LONGEST].map((one) => one.toLocaleString("ja-JP"));
  return `一度に送れるのは${most}字までです（いま${now}字）。${more}字減らすか、二つに分けて送ってください。`;
}
