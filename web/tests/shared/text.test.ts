import { describe, expect, it } from "vitest";
import { clockTime, dayOf, longDate } from "../../src/shared/dates";
import { CompositionGuard } from "../../src/shared/ime";
import { parseInline, parseMarkdown } from "../../src/shared/markdown";
import { personalData } from "../../src/shared/personal";
import { parseRuby } from "../../src/shared/ruby";
import { EventParser } from "../../src/shared/sse";

describe("markdown", () => {
  it("reads paragraphs, lists, bold and https links", () => {
    const blocks = parseMarkdown(
      "結論は**これ**です。\n\n- [市のページ](https://www.city.otaru.lg.jp/)\n- 二つめ",
    );
    expect(blocks).toEqual([
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "結論は" },
          { kind: "bold", text: "これ" },
          { kind: "text", text: "です。" },
        ],
      },
      {
        kind: "list",
        items: [
          [{ kind: "link", text: "市のページ", href: "https://www.city.otaru.lg.jp/" }],
          [{ kind: "text", text: "二つめ" }],
        ],
      },
    ]);
  });

  it.each([
    "[x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "[x](http://example.jp)",
    "[x](data:text/html,1)",
  ])("keeps %s as plain text", (source) => {
    expect(parseInline(source)).toEqual([{ kind: "text", text: source }]);
  });
});

describe("ruby", () => {
  it("puts a reading over kanji and over a marked base", () => {
    expect(parseRuby("2泊《はく》と｜小樽駅前《おたるえきまえ》です")).toEqual([
      { base: "2" },
      { base: "泊", reading: "はく" },
      { base: "と" },
      { base: "小樽駅前", reading: "おたるえきまえ" },
      { base: "です" },
    ]);
  });
});

describe("dates", () => {
  it("are Japanese in every zone, with the weekday", () => {
    expect(longDate("2026-11-23")).toBe("2026年11月23日(月)");
    expect(dayOf("2026-11-23T23:30:00Z")).toBe("11月24日(火)");
    expect(clockTime("2026-11-24T01:05:00Z")).toBe("10:05");
  });
});

describe("the composition guard", () => {
  const enter = { isComposing: false, keyCode: 13 };

  it("blocks while composing", () => {
    const guard = new CompositionGuard();
    guard.start();
    expect(guard.blocks(enter, 1000)).toBe(true);
  });

  it("blocks the Enter that Safari sends right after the end", () => {
    const guard = new CompositionGuard();
    guard.start();
    guard.end(1000);
    expect(guard.blocks(enter, 1010)).toBe(true);
    expect(guard.blocks(enter, 1100)).toBe(false);
  });

  it("blocks by the event's own signs", () => {
    const guard = new CompositionGuard();
    expect(guard.blocks({ isComposing: true, keyCode: 13 }, 0)).toBe(true);
    expect(guard.blocks({ isComposing: false, keyCode: 229 }, 0)).toBe(true);
  });
});

describe("personal data", () => {
  it.each([
    ["電話は０９０－１２３４－５６７８です", "電話番号"],
    ["0134-00-0000 まで", "電話番号"],
    ["taro@example.jp に", "メールアドレス"],
    ["番号は123456789018です", "マイナンバー"],
  ])("is seen in %s", (text, kind) => {
    expect(personalData(text)).toBe(kind);
  });

  it.each(["家賃は5万円、2LDKを希望", "2026年11月24日に行きます", "予算は12345678円", "123456789012"])(
    "is not seen in %s",
    (text) => {
      expect(personalData(text)).toBeUndefined();
    },
  );
});

describe("the event parser", () => {
  it("joins events that are cut anywhere", () => {
    const parser = new EventParser();
    const wire = 'id: 3\nevent: message\ndata: {"seq":3}\n\nevent: ping\ndata: {}\n\n';
    const events = [...wire].flatMap((character) => parser.push(character));
    expect(events).toEqual([
      { id: "3", event: "message", data: '{"seq":3}' },
      { event: "ping", data: "{}" },
    ]);
  });

  it("ignores comments and blocks without data", () => {
    expect(new EventParser().push(": hello\n\nretry: 1000\n\n")).toEqual([]);
  });
});
