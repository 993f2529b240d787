/** The line under the title: who answers, and how long it may take; pure. */

import type { Message, Standing } from "../shared/types";

export function statusLine(standing: Standing | undefined): string {
  if (!standing) return "つないでいます…";
  switch (standing.holder) {
    case "consultant":
      return `相談員の${standing.consultant_name ?? ""}が対応しています`;
    case "queued": {
      const place = standing.position ? `（${standing.position}番目）` : "";
      const wait = standing.expected_wait_minutes
        ? `最近の待ち時間は${standing.expected_wait_minutes}分ほど`
        : "";
      return `相談員を呼んでいます${place}${wait}`;
    }
    case "message_left":
      return "伝言をお預かりしています。自動応答も使えます";
    default: {
      if (!standing.assistant_ready) return "自動応答の準備をしています。少しお待ちください";
      const next = standing.opens_text ? `${standing.opens_text}〜` : "受付時間外です";
      const now = standing.staffed === false ? "受付時間内です（いま席を外しています）" : "いま受付中です";
      return `自動応答がお答えします\n相談員は${standing.open ? now : next}`;
    }
  }
}

/** What changed in the line without a message that tells it, for who hears the screen: a place in the queue, the opening. */
export function statusNews(before: Standing | undefined, now: Standing | undefined): string {
  if (!before || before.holder !== now?.holder) return "";
  const words = statusLine(now);
  return words === statusLine(before) ? "" : words;
}

/** Whether the form of the hand-over has just asked for an address or a number: then nobody is warned to write one. */
export function asksForContact(last: Message | undefined): boolean {
  return Boolean(
    last?.parts.some(
      (part) => part.type === "text" && /(メールアドレス|電話番号)(を書いて|の形になって)/.test(part.text),
    ),
  );
}
