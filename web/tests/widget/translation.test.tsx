// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ScreenWords } from "../../src/shared/api";
import type { Message, Part } from "../../src/shared/types";
import { statusLine } from "../../src/widget/status-line";
import { languageOf, say, speak, take, unreviewed } from "../../src/widget/translation";
import { FakeDesk } from "./desk";
import "./parts-on-page";

const { PendingEntry } = await import("../../src/widget/pending");
const { Markdown } = await import("../../src/widget/markdown");
const { Readings } = await import("../../src/widget/easy");
const { Said } = await import("../../src/widget/words");

const english: ScreenWords = {
  language: "en",
  unreviewed: "Not reviewed.",
  words: {
    送信: "Send",
    もう一度送る: "Send again",
    会話: "Conversation",
    相談員を呼んでいます: "Calling a consultant",
    "相談員を呼んでいます（{0}番目）最近の待ち時間は{1}分ほど": "Calling (number {0}), about {1} minutes",
    "自動応答がお答えします\n相談員は{0}": "Automatic replies\nConsultants: {0}",
    いま受付中です: "available now",
    "{0}〜": "from {0}",
    "{0}のようです。": "Looks like {0}.",
    電話番号: "a number",
  },
};
const message = (author: Message["author"], ...parts: object[]): Message => ({
  seq: 1,
  author,
  author_name: author,
  sent_at: "2026-11-24T10:00:00+09:00",
  parts: parts as Part[],
});
const text = (words: string, more: object = {}) => ({ type: "text", text: words, ...more });
const standing = {
  holder: "bot",
  epoch: 0,
  last_seq: 1,
  open: true,
  opens_text: null,
  assistant_ready: true,
};

describe("the language of the screen", () => {
  it.each([
    [[message("bot", text("Hello", { language: "en" }))], false, "en"],
    [[message("bot", text("Hello", { language: "en" })), message("user", text("はい"))], true, "en"],
    [[message("bot", text("Hello", { language: "en" })), message("bot", text("はい"))], false, "ja"],
    [[message("bot", text("こんにちは"))], true, "ja-easy"],
    [[message("bot", text("こんにちは", { easy_first: true }))], false, "ja-easy"],
    [
      [message("bot", text("你好", { language: "zh-Hans" })), message("consultant", text("はい"))],
      false,
      "zh-Hans",
    ],
    [[], false, "ja"],
  ])("is that of the assistant's last reply %#", (messages, easy, language) => {
    expect(languageOf(messages, easy)).toBe(language);
  });
});

describe("words of the screen", () => {
  beforeEach(() => take(english));
  afterEach(() => {
    take(undefined);
    render(null, document.body);
  });

  it("are exchanged as they are, with what is filled in, and line by line", () => {
    expect(say("送信")).toBe("Send");
    expect(say("電話番号のようです。")).toBe("Looks like a number.");
    const waiting = { ...standing, holder: "queued", position: 2, expected_wait_minutes: 5 };
    expect(say(statusLine(waiting as never))).toBe("Calling (number 2), about 5 minutes");
    expect(say(statusLine(standing as never))).toBe("Automatic replies\nConsultants: available now");
  });

  it("name days as they are written in the language", () => {
    expect(say("11月25日(水)")).toBe("Wed 25 Nov");
    expect(say("11月25日(水) 9:00〜10:00")).toBe("Wed 25 Nov 9:00–10:00");
    expect(say("2026年2月28日(土)")).toBe("Sat 28 Feb 2026");
    const closed = { ...standing, open: false, opens_text: "11月25日(水) 9:00" };
    expect(say(statusLine(closed as never))).toBe("Automatic replies\nConsultants: from Wed 25 Nov 9:00");
    // Somebody's sentence is none of the screen's words.
    expect(say("11月25日(水)に行きます")).toBeUndefined();
  });

  it("bear their language, and nothing else does", () => {
    render(
      <section aria-label="会話">
        <button type="button">送信</button>
        <p>小樽のことば</p>
        <Said words="相談員を呼んでいます" />
      </section>,
      document.body,
    );

    expect(document.body.innerHTML).toContain('<button type="button" lang="en">Send</button>');
    expect(document.body.innerHTML).toContain("<p>小樽のことば</p>");
    expect(document.querySelector("span")?.outerHTML).toBe('<span lang="en">Calling a consultant</span>');
    expect(document.querySelector("section")?.getAttribute("aria-label")).toBe("Conversation");
    expect(document.querySelector("section")?.lang).toBe("");
  });

  it("are left alone where a person said the same", () => {
    const item = { clientId: "1", label: "送信", failed: "もう一度送る" };
    render(<PendingEntry item={item} retry={vi.fn()} discard={vi.fn()} />, document.body);

    expect(document.querySelector(".bubble")?.textContent).toBe("送信");
    expect(document.querySelector("button")?.textContent).toBe("Send again");
  });

  it("are left alone within what was said: bold, with readings, as a title, and its days", () => {
    render(
      <div class="text">
        <Readings text="｜電話番号《でんわばんごう》" />
        <Markdown source="**電話番号** 11月25日(水)まで" />
      </div>,
      document.body,
    );

    expect(document.body.textContent).toBe("電話番号（でんわばんごう）電話番号 11月25日(水)まで");
  });

  it("are Japanese again when the talk is", () => {
    const shown = () => (
      <button type="button" aria-label="会話">
        送信
      </button>
    );
    render(shown(), document.body);
    take(undefined);
    render(shown(), document.body);

    // Said with the word: an element that was English is left with no language otherwise.
    expect(document.body.innerHTML).toBe('<button type="button" aria-label="会話" lang="ja">送信</button>');
    expect(unreviewed()).toBeUndefined();
  });
});

describe("the table", () => {
  const desk = new FakeDesk();
  const hello = (language: string) => [message("bot", text("…", { language }))];
  beforeEach(() => vi.stubGlobal("fetch", desk.fetch));
  afterEach(async () => {
    await speak("", [], false);
    vi.unstubAllGlobals();
  });

  it("is fetched once, and tells whether somebody has read it", async () => {
    desk.instead.set("GET /words/en", [new Response(JSON.stringify(english))]);

    expect(await speak("", hello("en"), false)).toBe("en");
    expect(unreviewed()).toEqual({ words: "Not reviewed.", lang: "en" });
    expect(await speak("", [], false)).toBe("ja");
    expect(unreviewed()).toBeUndefined();
    expect(await speak("", hello("en"), false)).toBe("en");

    expect(desk.times("GET /words/en")).toBe(1);
    expect(say("送信")).toBe("Send");
  });

  it("is asked for again after it could not be had; until then all is Japanese", async () => {
    desk.isOff = true;
    expect(await speak("", hello("ko"), false)).toBe("ja");
    render(<button type="button">送信</button>, document.body);
    expect(document.body.textContent).toBe("送信");
    desk.isOff = false;
    desk.instead.set("GET /words/ko", [
      new Response(JSON.stringify({ language: "ko", unreviewed: "", words: { 送信: "보내기" } })),
    ]);

    expect(await speak("", hello("ko"), false)).toBe("ko");
    expect(say("送信")).toBe("보내기");
  });
});
