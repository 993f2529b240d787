import { describe, expect, it } from "vitest";
import type { Message, Part } from "../../src/shared/types";
import { asText } from "../../src/widget/transcript-export";
import { spoken, take } from "../../src/widget/translation";

const said = (parts: Part[], author_name = "自動応答"): Message => ({
  seq: 1,
  author: "bot",
  author_name,
  sent_at: "2026-11-23T23:30:00Z",
  parts,
});
const answer: Part = {
  type: "answer",
  label: "a/b",
  title: "融資",
  text: "**上限**は[市のページ](https://www.city.otaru.lg.jp/)へ",
  easy: "融資《ゆうし》です",
  sources: [{ title: "小樽市", url: "https://www.city.otaru.lg.jp/" }],
  checked: "2026-11-23",
  outdated: false,
  caveat: "変わります",
};

describe("the conversation as a text", () => {
  it("has the Japanese day and time, the words, the sources", () => {
    expect(asText([said([answer])])).toBe(
      [
        "[11月24日(火) 8:30] 自動応答",
        "【融資】",
        "上限は市のページ（https://www.city.otaru.lg.jp/）へ",
        "※ 変わります",
        "出典：小樽市 https://www.city.otaru.lg.jp/",
        "確認日 2026年11月23日(月)",
        "",
      ].join("\r\n"),
    );
  });

  it("has names, days and sources in the language of the screen, and the words as they were said", () => {
    take({
      language: "en",
      unreviewed: "",
      words: {
        自動応答: "Automatic reply",
        あなた: "You",
        "出典：": "Source: ",
        "確認日 {0}": "Checked on {0}",
        人に相談する: "Ask a person",
      },
    });
    const dated: Part = {
      ...answer,
      sources: [{ title: "小樽市", url: "https://www.city.otaru.lg.jp/", date: "2024-04" }],
    };
    const tapped = { type: "text", text: "人に相談する", tapped: true } as Part;
    const typed = { type: "text", text: "人に相談する" } as Part;
    const written = asText([said([dated]), said([tapped, typed], "あなた")], false, spoken).split("\r\n");
    take(undefined);

    expect(written).toEqual([
      "[Tue 24 Nov 8:30] Automatic reply",
      "【融資】",
      "上限は市のページ（https://www.city.otaru.lg.jp/）へ",
      "※ 変わります",
      "Source: 小樽市 https://www.city.otaru.lg.jp/ (2024-04)",
      "Checked on Mon 23 Nov 2026",
      "",
      "[Tue 24 Nov 8:30] You",
      "Ask a person",
      "人に相談する",
      "",
    ]);
    expect(asText([said([dated])], false, spoken)).toContain("出典：小樽市");
  });

  it("has what [くわしく] opens and each page's own date", () => {
    const long: Part = {
      ...answer,
      more: "| 年 | 額 |\n| --- | --- |\n| 1 | **2** |",
      easy_more: "額《がく》は2",
      sources: [{ title: "小樽市", url: "https://www.city.otaru.lg.jp/", date: "2024-04" }],
    };
    expect(asText([said([long])])).toContain("年：額\r\n・1：2\r\n");
    expect(asText([said([long])])).toContain("出典：小樽市 https://www.city.otaru.lg.jp/（2024年4月）\r\n");
    expect(asText([said([long])], true)).toContain("額（がく）は2\r\n");
  });

  it("is as easy as what was on the screen", () => {
    expect(asText([said([answer])], true)).toContain("融資（ゆうし）です");
  });

  it("leaves out choices and kinds it does not know", () => {
    const parts = [
      { type: "choices", purpose: "topics", choices: [{ id: "1", label: "住まい" }] },
      { type: "map" } as unknown as Part,
      { type: "contact", label: "市役所", tel: "0134-32-4111" },
    ] as Part[];
    expect(asText([said(parts, "佐藤")])).toBe("[11月24日(火) 8:30] 佐藤\r\n市役所 0134-32-4111\r\n");
  });
});
