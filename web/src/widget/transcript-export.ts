/**
 * The conversation as a text file for keeping: who said what when, with the sources; pure. What the screen says besides (names,
 * days, 出典) is in its language.
 */

import { clockTime, dayOf, longDate, partialDate } from "../shared/dates";
import { plainMarkdown } from "../shared/plain-markdown";
import { parseRuby } from "../shared/ruby";
import type { Message, Part } from "../shared/types";

/** Says words of the screen in its language. */
type Say = (words: string) => string;
const AS_IT_IS: Say = (words) => words;
const SOURCE = "出典：";

const spoken = (easy: string) =>
  parseRuby(easy)
    .map(({ base, reading }) => (reading ? `${base}（${reading}）` : base))
    .join("");

/** An answer with its sources, as it is copied or shared; without any, as it is read aloud. */
export function answerWords(part: Extract<Part, { type: "answer" }>, easy: boolean): string {
  return words(part, easy);
}

function words(part: Part, easy: boolean, say = AS_IT_IS): string {
  switch (part.type) {
    case "answer":
      return [
        `【${part.title}】`,
        easy && part.easy ? spoken(part.easy) : plainMarkdown(part.text),
        easy && part.easy ? part.easy_more && spoken(part.easy_more) : part.more && plainMarkdown(part.more),
        part.caveat && `※ ${part.caveat}`,
        ...part.sources.map((source) =>
          [`${say(SOURCE)}${source.title} ${source.url}`, source.date && pageDate(source.date, say)]
            .filter(Boolean)
            .join(""),
        ),
        part.sources.length > 0 && say(`確認日 ${longDate(part.checked)}`),
      ]
        .filter(Boolean)
        .join("\n");
    case "contact":
      return [part.label, part.tel, part.email, part.url].filter(Boolean).join(" ");
    case "text":
      // What was tapped stands as it was read.
      if (part.tapped) return say(part.text);
      return easy && part.easy ? spoken(part.easy) : part.text;
    case "notice":
      return part.text;
    default:
      // Choices and forms were offers of the moment; kinds that this version does not know have no words.
      return "";
  }
}

/** A page's own date may lack day and month: no language writes 2024-04 otherwise than it stands. */
const pageDate = (date: string, say: Say): string =>
  say(SOURCE) === SOURCE ? `（${partialDate(date)}）` : ` (${date})`;

export function asText(messages: Message[], easy = false, say = AS_IT_IS): string {
  const lines = messages.map((message) => {
    const when = say(`${dayOf(message.sent_at)} ${clockTime(message.sent_at)}`);
    const said = message.parts.map((part) => words(part, easy, say)).filter(Boolean);
    return `[${when}] ${say(message.author_name)}\n${said.join("\n")}`;
  });
  // Line ends as the plainest editors of Windows want them.
  return `${lines.join("\n\n")}\n`.replace(/\n/g, "\r\n");
}
