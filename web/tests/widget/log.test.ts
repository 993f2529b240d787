import { describe, expect, it } from "vitest";
import type { Message, Standing } from "../../src/shared/types";
import {
  asText,
  dropped,
  EMPTY,
  isWaiting,
  lastSeq,
  marked,
  queued,
  received,
  stands,
} from "../../src/widget/log";
import { standingLine } from "../../src/widget/standing";

const message = (seq: number, author: Message["author"] = "bot", client_id?: string): Message => ({
  seq,
  author,
  author_name: author,
  sent_at: "2026-11-24T01:00:00Z",
  parts: [{ type: "text", text: `${seq}` }],
  ...(client_id ? { client_id } : {}),
});
const standing = (change: Partial<Standing> = {}): Standing => ({
  holder: "bot",
  epoch: 0,
  last_seq: 1,
  open: true,
  assistant_ready: true,
  ...change,
});

describe("the log", () => {
  it("orders by number and shows nothing twice", () => {
    const log = received(received(EMPTY, [message(3), message(1)]), [message(2), message(3)]);
    expect(log.messages.map((m) => m.seq)).toEqual([1, 2, 3]);
    expect(lastSeq(log)).toBe(3);
  });

  it("replaces a pending message by its own echo", () => {
    const log = queued(EMPTY, { clientId: "a", label: "質問" });
    expect(received(log, [message(1, "user", "a")]).pending).toEqual([]);
  });

  it("keeps what failed until it is sent or dropped", () => {
    const log = marked(queued(EMPTY, { clientId: "a", label: "質問" }), "a", { failed: true });
    expect(log.pending[0]?.failed).toBe(true);
    expect(dropped(log, "a").pending).toEqual([]);
  });

  it("does not go back to an older standing", () => {
    const log = stands(EMPTY, standing({ holder: "queued", epoch: 1, last_seq: 5 }));
    expect(stands(log, standing({ epoch: 0, last_seq: 9 })).standing?.holder).toBe("queued");
    expect(stands(log, standing({ epoch: 1, last_seq: 4 })).standing?.holder).toBe("queued");
    expect(stands(log, standing({ epoch: 2, last_seq: 6 })).standing?.holder).toBe("bot");
  });

  it("waits for the bot, but not while a person holds it", () => {
    const asked = received(EMPTY, [message(1, "user")]);
    expect(isWaiting(asked)).toBe(true);
    expect(isWaiting(stands(asked, standing({ holder: "consultant" })))).toBe(false);
    expect(isWaiting(received(asked, [message(2)]))).toBe(false);
  });

  it("becomes a text for keeping", () => {
    expect(asText([message(1)], () => "10:00")).toBe("[10:00] bot\n1\n");
  });
});

describe("the standing line", () => {
  it.each<[Partial<Standing>, string]>([
    [
      { holder: "queued", position: 2, expected_wait_minutes: 5 },
      "相談員を呼んでいます（2番目）目安 5分ほど",
    ],
    [{ holder: "consultant", consultant_name: "佐藤" }, "相談員の佐藤が対応しています"],
    [{ assistant_ready: false }, "自動応答の準備をしています。少しお待ちください"],
    [{ open: false }, "自動応答がお答えします／いまは相談員は受付時間外です"],
  ])("tells %o", (change, words) => {
    expect(standingLine(standing(change))).toBe(words);
  });
});
