/** The conversation as a text file for keeping: who said what when, with the sources; pure. */

import { clockTime, dayOf, longDate, partialDate } from "../shared/dates";
import { plainMarkdown } from "../shared/plain-markdown";
import { parseRuby } from "../shared/ruby";
import type { Message, Part } from "../shared/types";

const spoken = (easy: string) =>
  parseRuby(easy)
    .map(({ base, reading }) => (reading ? `${base}（${reading}）` : base))
    .join("");

/** An answer with its sources, as it is copied or shared; without any, as it is read aloud. */
export function answerWords(part: Extract<Part, { type: "answer" }>, easy: boolean): string {
  return words(part, easy);
}

function words(part: Part, easy: boolean): string {
  switch (part.type) {
    case "answer":
      return [
        `【${part.title}】`,
        easy && part.easy ? spoken(part.easy) : plainMarkdown(part.text),
        easy && part.easy ? part.easy_more && spoken(part.easy_more) : part.more && plainMarkdown(part.more),
        part.caveat && `※ ${part.caveat}`,
        ...part.sources.map((source) =>
          [`出典：${source.title} ${source.url}`, source.date && `（${partialDate(source.date)}）`]
            .filter(Boolean)
            .join(""),
        ),
        part.sources.length > 0 && `確認日 ${longDate(part.checked)}`,
      ]
        .filter(Boolean)
        .join("\n");
    case "contact":
      return [part.label, part.tel, part.email, part.url].filter(Boolean).join(" ");
    case "text":
      return easy && part.easy ? spoken(part.easy) : part.text;
    case "notice":
      return part.text;
    default:
      // Choices and forms were offers of the moment; kinds that this version does not know have no words.
      return "";
  }
}

export function asText(messages: Message[], easy = false): string {
  const lines = messages.map((message) => {
    const when = `${dayOf(message.sent_at)} ${clockTime(message.sent_at)}`;
    const said = message.parts.map((part) => words(part, easy)).filter(Boolean);
    return `[${when}] ${message.author_name}\n${said.join("\n")}`;
  });
  // Line ends as the plainest editors of Windows want them.
  return `${lines.join("\n\n")}\n`.replace(/\n/g, "\r\n");
}
