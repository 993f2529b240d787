import { describe, expect, it } from "vitest";
import bold from "../../../tests/wire/bold.json";
import contacts from "../../../tests/wire/contacts.json";
import { clockTime, dayOf, longDate } from "../../src/shared/dates";
import { CompositionGuard } from "../../src/shared/ime";
import { parseInline, parseMarkdown, tight } from "../../src/shared/markdown";
import { personalData } from "../../src/shared/personal";
import { plainMarkdown } from "../../src/shared/plain-markdown";
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

  it.each(bold.cases)("shows no blanks around bold beside Japanese: $written", ({ written, shown }) => {
    expect(tight(written)).toBe(shown);
    expect(parseMarkdown(written)).toEqual(parseMarkdown(shown));
    expect(plainMarkdown(written)).toBe(plainMarkdown(shown));
  });

  it("reads a table, with links and bold in its cells", () => {
    const [table] = parseMarkdown("| 間取り | 家賃 |\n| --- | ---: |\n| 1K | **3万円** |\n| 2K | 4万円 |");
    expect(table).toEqual({
      kind: "table",
      head: [[{ kind: "text", text: "間取り" }], [{ kind: "text", text: "家賃" }]],
      rows: [
        [[{ kind: "text", text: "1K" }], [{ kind: "bold", text: "3万円" }]],
        [[{ kind: "text", text: "2K" }], [{ kind: "text", text: "4万円" }]],
      ],
    });
  });

  it.each([
    ["without a rule", "| a | b |\n| c | d |\n| e | f |"],
    ["with a short row", "| a | b |\n| --- | --- |\n| c |"],
    ["without rows", "| a | b |\n| --- | --- |"],
  ])("takes a table %s for a paragraph", (_, source) => {
    expect(parseMarkdown(source)).toEqual([{ kind: "paragraph", inlines: [{ kind: "text", text: source }] }]);
  });

  it("keeps markup in a cell as words", () => {
    const [table] = parseMarkdown("| <b>a</b> |\n| --- |\n| [x](javascript:alert(1)) |");
    expect(table).toEqual({
      kind: "table",
      head: [[{ kind: "text", text: "<b>a</b>" }]],
      rows: [[[{ kind: "text", text: "[x](javascript:alert(1))" }]]],
    });
  });

  it("is written plainly for a text file", () => {
    expect(plainMarkdown("| 間取り | 家賃 |\n| --- | --- |\n| 1K | **3万円** |\n\n[市](https://a.jp/)")).toBe(
      "間取り：家賃\n・1K：3万円\n\n市（https://a.jp/）",
    );
  });

  it("names the cells of a row that has more than two", () => {
    const table =
      "| 公庫 | 返済 | 据置 |\n| --- | --- | --- |\n| 設備資金 | 20年以内 | 5年以内 |\n| その他 | | 2年 |";
    expect(plainMarkdown(table)).toBe("公庫\n・設備資金：返済は20年以内、据置は5年以内\n・その他：据置は2年");
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
  it.each(contacts.found)("is seen in $typed", ({ typed, kinds }) => {
    expect(kinds).toContain(personalData(typed));
  });

  it.each(contacts.read.filter(({ value }) => value && value !== "0134-32-4111"))(
    "is seen in $typed, which a form would read",
    ({ typed }) => {
      expect(personalData(`これです、${typed}、よろしく`)).toBeDefined();
    },
  );

  it.each(contacts.nothing)("is not seen in %s", (text) => {
    expect(personalData(text, new Set(["0134324111"]))).toBeUndefined();
  });
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
