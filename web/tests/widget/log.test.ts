import { describe, expect, it } from "vitest";
import type { Message, Standing } from "../../src/shared/types";
import {
  again,
  anew,
  cutOff,
  dropped,
  EMPTY,
  heard,
  isWaiting,
  lastSeq,
  learned,
  marked,
  nextToSend,
  openRating,
  queued,
  received,
  shared,
  stands,
  unread,
} from "../../src/widget/log";
import { asksForContact, statusLine, statusNews } from "../../src/widget/status-line";

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
  opens_text: null,
  assistant_ready: true,
  typing: null,
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
    const log = marked(queued(EMPTY, { clientId: "a", label: "質問" }), "a", { failed: "未送信" });
    expect(log.pending[0]?.failed).toBe("未送信");
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

  it("resumes after a reload: the whole feed again changes nothing", () => {
    const feed = [message(1), message(2, "user", "a"), message(3)];
    const before = received(EMPTY, feed);
    expect(received(before, feed).messages).toEqual(before.messages);
    expect(received(before, [])).toBe(before);
  });

  it("takes a stream's events and is the same log when there is nothing new", () => {
    const told = heard(cutOff(EMPTY, "満員です"), [
      { event: "message", data: JSON.stringify(message(2)) },
      { event: "state", data: JSON.stringify(standing({ holder: "queued" })) },
      { event: "ping", data: "{}" },
    ]);
    expect(told.messages.map((m) => m.seq)).toEqual([2]);
    expect(told.standing?.holder).toBe("queued");
    expect([told.isConnected, told.problem]).toEqual([true, undefined]);
    expect(heard(told, [{ event: "ping", data: "{}" }])).toBe(told);
  });

  it("is connected again by any answer", () => {
    expect(cutOff(EMPTY).isConnected).toBe(false);
    expect(learned(cutOff(EMPTY), { messages: [], state: standing() }).isConnected).toBe(true);
  });

  it("counts what others said after the last message that was seen", () => {
    const log = received(EMPTY, [message(1), message(2, "user"), message(3), message(4, "consultant")]);
    expect(unread(log, 1)).toBe(2);
    expect(unread(log, 4)).toBe(0);
  });
});

describe("what is not sent yet", () => {
  const two = queued(queued(EMPTY, { clientId: "a", label: "一" }), { clientId: "b", label: "二" });

  it("goes in the order of writing, past what was refused or only lacks its echo", () => {
    expect(nextToSend(two)?.clientId).toBe("a");
    expect(nextToSend(marked(two, "a", { failed: "未送信" }))?.clientId).toBe("a");
    expect(nextToSend(marked(two, "a", { refused: "長すぎます" }))?.clientId).toBe("b");
    expect(nextToSend(marked(two, "a", { sent: true }))?.clientId).toBe("b");
  });

  it("is sent again under its own id", () => {
    const log = again(marked(two, "a", { refused: "長すぎます", failed: "未送信" }), "a");
    expect(log.pending).toEqual(two.pending);
  });

  it("moves to a new conversation, where old choices are words, and the known one stays", () => {
    const log = queued(
      queued(marked(received(stands(two, standing({ epoch: 9 })), [message(5)]), "a", { sent: true }), {
        clientId: "c",
        label: "住まい",
        choice: "ch_1",
      }),
      { clientId: "d", label: "相談員に聞く", choice: "ask_person" },
    );
    expect(anew(log, "ask_person")).toEqual({
      ...EMPTY,
      pending: [
        { clientId: "a", label: "一" },
        { clientId: "b", label: "二" },
        { clientId: "c", label: "住まい" },
        { clientId: "d", label: "相談員に聞く", choice: "ask_person" },
      ],
    });
  });

  it("is shared by the tabs: none forgets what another has to send", () => {
    const other = { clientId: "x", label: "別のタブ" };
    const [a, b] = two.pending;
    expect(shared([other, ...two.pending], two.pending, [b ?? other])).toEqual([other, b]);
    expect(shared([other], [], a ? [a] : [])).toEqual([other, a]);
  });
});

describe("the standing line", () => {
  it.each<[Partial<Standing>, string]>([
    [
      { holder: "queued", position: 2, expected_wait_minutes: 5 },
      "相談員を呼んでいます（2番目）最近の待ち時間は5分ほど",
    ],
    [{ holder: "consultant", consultant_name: "佐藤" }, "相談員の佐藤が対応しています"],
    [{ assistant_ready: false }, "自動応答の準備をしています。少しお待ちください"],
    [{ open: false }, "自動応答がお答えします\n相談員は受付時間外です"],
    [{ open: false, opens_text: "11月24日(火) 9:00" }, "自動応答がお答えします\n相談員は11月24日(火) 9:00〜"],
    [{ holder: "message_left" }, "伝言をお預かりしています。自動応答も使えます"],
    [{ holder: "closed" }, "自動応答がお答えします\n相談員はいま受付中です"],
    [{ staffed: true }, "自動応答がお答えします\n相談員はいま受付中です"],
    [{ staffed: false }, "自動応答がお答えします\n相談員は受付時間内です（いま席を外しています）"],
    [{ open: false, staffed: false }, "自動応答がお答えします\n相談員は受付時間外です"],
  ])("tells %o", (change, words) => {
    expect(statusLine(standing(change))).toBe(words);
  });
});

describe("what is read out beside the log", () => {
  const queued = standing({ holder: "queued", position: 2 });
  it.each<[string, Standing | undefined, Standing, string]>([
    ["a place in the queue", queued, { ...queued, position: 1 }, "相談員を呼んでいます（1番目）"],
    [
      "the end of the opening hours",
      standing({ open: true }),
      standing({ open: false }),
      "自動応答がお答えします\n相談員は受付時間外です",
    ],
    ["nothing where a message says who came", queued, standing({ holder: "consultant" }), ""],
    ["nothing where somebody only writes", queued, { ...queued, typing: "consultant" }, ""],
    ["nothing at the beginning", undefined, queued, ""],
  ])("is %s", (_what, before, now, words) => {
    expect(statusNews(before, now)).toBe(words);
  });
});

describe("a form's question for an address or a number", () => {
  const asked = (text: string): Message => ({ ...message(1), parts: [{ type: "text", text }] });
  it.each([
    ["メールアドレスを書いてください。（例：name@example.jp）", true],
    ["電話番号の形になっていないようです。市外局番から、数字とハイフンで書いてください。", true],
    ["お名前・電話番号などは、ここに書かないでください。", false],
    ["お名前や電話番号はまだ書かないでください。", false],
  ])("%s → %s", (text, is) => {
    expect(asksForContact(asked(text))).toBe(is);
  });
});

describe("the question how the talk was", () => {
  const asked: Message = {
    ...message(3, "system"),
    parts: [
      { type: "notice", kind: "returned", text: "終わりました" },
      {
        type: "choices",
        purpose: "rating",
        choices: [
          { id: "r5", label: "とても良かった" },
          { id: "r1", label: "良くなかった" },
        ],
      },
    ],
  };
  const said = (seq: number, text: string, tapped: boolean): Message => ({
    ...message(seq, "user"),
    parts: [{ type: "text", text, ...(tapped ? { tapped } : {}) }],
  });

  it("stays for who thanks first, in these very words even", () => {
    const log = received(EMPTY, [message(1), asked, said(4, "とても良かった", false), message(5)]);
    expect(openRating(log)).toBe(3);
  });

  it("is gone once it was answered, from the tap on", () => {
    const log = received(EMPTY, [asked, message(4)]);
    expect(openRating(queued(log, { clientId: "a", label: "良くなかった", choice: "r1" }))).toBeUndefined();
    expect(openRating(received(log, [said(5, "良くなかった", true), message(6)]))).toBeUndefined();
  });

  it("is not there where nobody asked", () => {
    expect(openRating(received(EMPTY, [message(1), said(2, "良くなかった", true)]))).toBeUndefined();
  });
});
