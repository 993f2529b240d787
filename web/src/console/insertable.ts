/** What may be put into a reply, pure: an answer with all that belongs to it, and the list that `/` opens. */

import { partialDate } from "../shared/dates";
import type { Answer, Canned, Insertable, Register } from "./types";
import { registerName } from "./words";

/** An answer as it goes into a reply: its caveat, where it is from, and when that was looked at last. */
export function written(answer: Pick<Answer, "text" | "caveat" | "sources" | "checked">): string {
  const named = answer.sources.map((source) => `${source.title} ${source.url}`).join("\n");
  const from = named && `出典：\n${named}\n（確認日 ${partialDate(answer.checked)}）`;
  return [answer.text, answer.caveat && `※ ${answer.caveat}`, from].filter(Boolean).join("\n\n");
}

const asInsertable = (answer: Answer): Insertable => ({
  id: answer.label,
  title: answer.title,
  text: written(answer),
});

const plain = (text: string) => text.normalize("NFKC").toLowerCase();

/** Whether all words stand in the title or the text. */
function fits(item: { title: string; text: string }, query: string): boolean {
  const text = plain(`${item.title} ${item.text}`);
  return plain(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export interface Group {
  name: string;
  items: Insertable[];
}

/**
 * Canned replies, answers and whom to call in one list: what answers the last words comes first, where there is danger the
 * telephone numbers do, those for just that danger before the others; then the register that one writes in. Titles with the words go before texts with them.
 */
export function groups(
  query: string,
  found: { canned: Canned; suggested: Answer[]; answers: Answer[] },
  first: Register,
  danger?: string,
): Group[] {
  const sorted = (items: Insertable[]) =>
    query
      ? items
          .filter((item) => fits(item, query))
          .sort((a, b) => Number(fits({ ...b, text: "" }, query)) - Number(fits({ ...a, text: "" }, query)))
      : items;
  const lines = {
    name: "相談窓口の電話番号",
    items: sorted(
      [...found.canned.helplines]
        .sort((a, b) => Number(b.subject === danger) - Number(a.subject === danger))
        .map((one) => ({ ...one, id: `helpline-${one.subject}` })),
    ),
  };
  const order: Register[] = first === "easy" ? ["easy", "formal"] : ["formal", "easy"];
  const suggested = sorted(found.suggested.map(asInsertable));
  const known = new Set(suggested.map((item) => item.id));
  return [
    ...(danger ? [lines] : []),
    { name: "この質問への回答の候補", items: suggested },
    ...order.map((register) => ({
      name: `定型文（${registerName(register)}）`,
      items: sorted(
        found.canned.replies
          .filter((one) => one.register === register)
          .map((one) => ({ ...one, id: `canned-${one.id}` })),
      ),
    })),
    {
      name: "承認済みの回答（出典つきで入ります）",
      items: found.answers.map(asInsertable).filter((item) => !known.has(item.id)),
    },
    ...(danger ? [] : [lines]),
  ].filter((group) => group.items.length);
}

/** The text without the slash that was just typed at the beginning of a line; undefined where none was. */
export function withoutSlash(before: string, after: string, caret: number): string | undefined {
  const isOneMore = after.length === before.length + 1;
  const isSlash = /[/／]/.test(after.charAt(caret - 1));
  const isFirst = caret === 1 || after.charAt(caret - 2) === "\n";
  return isOneMore && isSlash && isFirst ? before : undefined;
}
