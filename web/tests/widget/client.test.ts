// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import type { Message } from "../../src/shared/types";
import { recall, remember } from "../../src/widget/memory";
import { desk, elapse, tab, words } from "./opened";

describe("a conversation", () => {
  it("begins with the greeting and keeps its token", async () => {
    const client = tab();
    await elapse(10);
    expect(words(client.log.messages)).toEqual(["こんにちは"]);
    expect(recall().token).toBe("token-1");
  });

  it("survives a reload without beginning a second one", async () => {
    tab().stop();
    await elapse(10);
    const again = tab();
    await elapse(10);
    expect(words(again.log.messages)).toEqual(["こんにちは"]);
    expect(desk.times("POST /conversations")).toBe(1);
  });

  it("reads all of it again where words on the screen were taken back", async () => {
    desk.hasStreams = false;
    const client = tab();
    await elapse(10);
    desk.say("電話は 090-0000-0000 です", "user");
    await elapse(4_000);
    expect(words(client.log.messages)).toEqual(["こんにちは", "電話は 090-0000-0000 です"]);

    for (const { messages } of desk.conversations.values())
      messages[1] = {
        ...(messages[1] as Message),
        parts: [{ type: "text", text: "（送信が取り消されました）" }],
      };
    desk.changes = 1;
    await elapse(60_000);

    expect(words(client.log.messages)).toEqual(["こんにちは", "（送信が取り消されました）"]);
  });

  it("shows what the stream brings", async () => {
    const client = tab();
    await elapse(10);
    desk.say("お答えします");
    await elapse(10);
    expect(words(client.log.messages)).toEqual(["こんにちは", "お答えします"]);
  });

  it("resumes a cut stream after the last message, losing and doubling nothing", async () => {
    const client = tab();
    await elapse(10);
    desk.cutStreams();
    desk.say("切れている間に");
    await elapse(2_000);
    desk.say("つながってから");
    await elapse(10);
    expect(words(client.log.messages)).toEqual(["こんにちは", "切れている間に", "つながってから"]);
  });

  it("asks every three seconds where streams are blocked, and tries a stream again later", async () => {
    desk.hasStreams = false;
    const client = tab();
    await elapse(10_000);
    desk.say("届きます");
    await elapse(3_100);
    expect(words(client.log.messages)).toEqual(["こんにちは", "届きます"]);
    expect(client.log.isConnected).toBe(true);
    const tries = desk.times("GET /events");
    desk.hasStreams = true;
    await elapse(70_000);
    expect(desk.times("GET /events")).toBe(tries + 1);
    const polls = desk.times("GET /messages");
    await elapse(20_000);
    expect(desk.times("GET /messages")).toBe(polls);
  });

  it("takes a stream that says nothing for a blocked one", async () => {
    desk.isSilent = true;
    const client = tab();
    await elapse(8_000 + 1_300 + 8_000 + 2_600);
    desk.say("届きます");
    await elapse(3_100);
    expect(words(client.log.messages)).toContain("届きます");
  });

  it("says why none can be begun, and begins by itself later", async () => {
    const full = { error: { code: "too_many", message: "少し待ってください。" } };
    desk.instead.set("POST /conversations", [new Response(JSON.stringify(full), { status: 429 })]);
    const client = tab();
    await elapse(10);
    expect(client.log.problem).toBe("少し待ってください。");
    await elapse(2_000);
    expect(client.log.problem).toBeUndefined();
    expect(client.log.messages).toHaveLength(1);
  });
});

describe("sending", () => {
  it("shows the message at once and replaces it by its echo", async () => {
    const client = tab();
    await elapse(10);
    client.send("家を借りたい");
    expect(client.log.pending.map((item) => item.label)).toEqual(["家を借りたい"]);
    await elapse(10);
    expect(client.log.pending).toEqual([]);
    expect(words(client.log.messages)).toEqual(["こんにちは", "家を借りたい"]);
  });

  it("keeps the order, and takes two taps on a button for one", async () => {
    const client = tab();
    await elapse(10);
    client.send("一");
    client.send("二");
    client.send("相談員に聞く", "ask_person");
    client.send("相談員に聞く", "ask_person");
    await elapse(50);
    expect(words(client.log.messages).slice(1)).toEqual(["一", "二", "choice ask_person"]);
  });

  it("sends once what was written without a net, also after a reload", async () => {
    const client = tab();
    await elapse(10);
    desk.isOff = true;
    desk.cutStreams();
    client.send("雪の量は");
    await elapse(10);
    expect(client.log.pending[0]?.failed).toBe("未送信");
    client.stop();
    const again = tab();
    await elapse(3_000);
    expect(again.log.isConnected).toBe(false);
    desk.isOff = false;
    window.dispatchEvent(new Event("online"));
    await elapse(50);
    expect(words(again.log.messages)).toEqual(["こんにちは", "雪の量は"]);
    expect(recall().pending).toEqual([]);
  });

  it("does not double what arrived although the answer was lost", async () => {
    const client = tab();
    await elapse(10);
    desk.cutStreams();
    const { fetch } = desk;
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      const response = await fetch(address, init);
      if (init.method !== "POST") return response;
      vi.stubGlobal("fetch", fetch);
      throw new TypeError("connection reset");
    });
    client.send("一度だけ");
    await elapse(5_000);
    expect(words(client.log.messages)).toEqual(["こんにちは", "一度だけ"]);
  });

  it("tries again at once when the person asks, however long the pause had become", async () => {
    const client = tab();
    await elapse(10);
    desk.isOff = true;
    client.send("いま");
    await elapse(120_000);
    const id = client.log.pending[0]?.clientId ?? "";
    desk.isOff = false;
    client.retry(id);
    await elapse(50);
    expect(words(client.log.messages)).toContain("いま");
  });

  it.each([413, 422])("shows the words of a refusal (%i) and keeps the text", async (status) => {
    const client = tab();
    await elapse(10);
    const refusal = { error: { code: "no", message: "長すぎます。" } };
    desk.instead.set("POST /messages", [new Response(JSON.stringify(refusal), { status })]);
    client.send("長い文");
    client.send("次の文");
    await elapse(50);
    expect(client.log.pending).toMatchObject([{ label: "長い文", refused: "長すぎます。" }]);
    expect(words(client.log.messages)).toContain("次の文");
    client.retry(client.log.pending[0]?.clientId ?? "");
    await elapse(50);
    expect(words(client.log.messages)).toContain("長い文");
  });

  it("waits as long as a busy desk asks for, with its words on the screen", async () => {
    const client = tab();
    await elapse(10);
    const busy = JSON.stringify({ error: { code: "too_many", message: "少し待ってください。" } });
    desk.instead.set("POST /messages", [
      new Response(busy, { status: 429, headers: { "Retry-After": "10" } }),
    ]);
    client.send("質問");
    await elapse(9_000);
    expect(client.log.pending[0]?.failed).toBe("少し待ってください。");
    await elapse(2_000);
    expect(words(client.log.messages)).toContain("質問");
  });
});

describe("a conversation that the desk does not know any more", () => {
  it("is followed by a new one, with the draft and without the old messages", async () => {
    remember({ token: "expired", draft: "書きかけ", readSeq: 40 });
    const client = tab();
    await elapse(50);
    expect(words(client.log.messages)).toEqual(["こんにちは"]);
    expect(recall()).toMatchObject({ token: "token-1", draft: "書きかけ", readSeq: 0 });
  });

  it("does not swallow what was being sent", async () => {
    const client = tab();
    await elapse(10);
    desk.conversations.clear();
    client.send("まだある？");
    client.send("住まい", "ch_3");
    await elapse(3_000);
    expect(words(client.log.messages)).toEqual(["こんにちは", "まだある？", "住まい"]);
    expect(recall().token).toBe("token-2");
  });

  it("is given up once by two tabs: both show the new one only", async () => {
    const [one, other] = [tab(), tab()];
    await elapse(50);
    other.stop();
    desk.say("古い話");
    await elapse(10);
    await one.erase();
    await elapse(50);
    other.start();
    await elapse(3_000);
    expect(words(one.log.messages)).toEqual(["こんにちは"]);
    expect(words(other.log.messages)).toEqual(["こんにちは"]);
  });
});

describe("erasing", () => {
  it("forgets here and there, and begins anew", async () => {
    const client = tab();
    await elapse(10);
    client.send("消したい話");
    await elapse(50);
    remember({ draft: "書きかけ", easy: true });
    await client.erase();
    await elapse(50);
    expect(words(client.log.messages)).toEqual(["こんにちは"]);
    expect(recall()).toMatchObject({ token: "token-2", easy: true });
    expect(recall().draft).toBeUndefined();
  });

  it("fails aloud without a net, and erases nothing", async () => {
    const client = tab();
    await elapse(10);
    desk.isOff = true;
    await expect(client.erase()).rejects.toThrow();
    expect(recall().token).toBe("token-1");
  });
});

describe("what was seen", () => {
  it("is told once, and again when there is a net", async () => {
    const client = tab();
    await elapse(10);
    desk.isOff = true;
    client.seen(2);
    await elapse(10);
    expect(desk.times("POST /seen")).toBe(1);
    desk.isOff = false;
    desk.cutStreams();
    client.tryNow();
    await elapse(5_000);
    expect(desk.times("POST /seen")).toBe(2);
    desk.cutStreams();
    client.tryNow();
    await elapse(5_000);
    expect(desk.times("POST /seen")).toBe(2);
  });

  it("says nothing before there is a reply", async () => {
    tab();
    await elapse(5_000);
    expect(desk.times("POST /seen")).toBe(0);
  });
});

describe("a connection that swallows everything", () => {
  it("fails after a while, and the same message is sent again", async () => {
    const client = tab();
    await elapse(10);
    desk.swallowed = "POST /messages";
    client.send("家を借りたい");
    await elapse(15_100);
    expect(client.log.pending.map(({ failed }) => failed)).toEqual(["未送信"]);
    desk.swallowed = "";
    await elapse(2_000);
    expect(client.log.pending).toEqual([]);
    expect(words(client.log.messages)).toEqual(["こんにちは", "家を借りたい"]);
  });
});

describe("a chat that nobody sees", () => {
  it("holds no stream, asks rarely, and does not claim to have been read", async () => {
    const client = tab();
    await elapse(10);
    client.show(false);
    await elapse(10);
    expect(desk.streams).toBe(0);
    const asked = desk.times("GET /messages");
    await elapse(59_000);
    expect(desk.times("GET /messages")).toBe(asked);
    desk.say("伝言へのお返事です", "consultant");
    await elapse(2_000);
    expect(words(client.log.messages)).toContain("伝言へのお返事です");
    expect(desk.addresses.at(-1)).toContain("shown=false");
  });

  it("asks every three seconds while an answer is waited for, and listens again when it is seen", async () => {
    const client = tab();
    await elapse(10);
    client.send("家を借りたい");
    await elapse(10);
    client.show(false);
    await elapse(10);
    desk.say("お答えします");
    await elapse(3_100);
    expect(words(client.log.messages)).toContain("お答えします");
    client.show(true);
    await elapse(10);
    expect(desk.streams).toBe(1);
  });
});
