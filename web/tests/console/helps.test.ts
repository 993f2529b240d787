import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/console/drafts";
import { called, matching, pieces } from "../../src/console/mentions";
import { hints } from "../../src/console/readability";
import { KEYS } from "../../src/console/shortcuts";
import { begin, reduce } from "../../src/console/store";
import { hourLater, japaneseMoment, leftAt } from "../../src/console/times";
import { message, page } from "./samples";

describe("やさしい日本語", () => {
  it("has nothing to say about an easy text", () => {
    expect(hints("こんにちは。家（いえ）を 探（さが）します。ありがとうございます。")).toEqual([]);
  });

  it.each([
    ["この文はひらがなばかりですがとてもながいのでよむひとがとちゅうでわからなくなってしまいます", "長い文"],
    ["できないことはありません", "二度"],
    ["おしらせいただけますか。おまちいただければさいわいです", "敬語"],
    ["住宅補助申請（じゅうたくほじょしんせい）を します", "むずかしい言葉"],
    ["家を さがします", "読みがな"],
  ])("names what makes %s hard", (text, words) => {
    expect(hints(text).join()).toContain(words);
  });

  it("does not count readings, and takes an address for no sentence", () => {
    const read = "小樽（おたる）の 家（いえ）を 借（か）りる 人（ひと）に お金（かね）を あげます";
    expect(hints(`${read}。\nhttps://www.city.otaru.lg.jp/docs/a-very-long-address-of-a-page`)).toEqual([]);
  });
});

describe("calls in a note", () => {
  it("are offered while a name is being written", () => {
    expect(matching("確認を @", ["佐藤", "鈴木"])).toEqual(["佐藤", "鈴木"]);
    expect(matching("確認を ＠佐", ["佐藤", "鈴木"])).toEqual(["佐藤"]);
    expect(matching("@佐藤 お願い", ["佐藤"])).toEqual([]);
    expect(matching("確認", ["佐藤"])).toEqual([]);
  });

  it("are put in place of what was begun", () => {
    expect(called("確認を @佐", "佐藤")).toBe("確認を @佐藤 ");
  });

  it("stand out", () => {
    expect(pieces("@佐藤 見て").map((piece) => piece.isCall)).toEqual([true, false]);
  });
});

describe("times", () => {
  it("are Japanese, whatever the browser's zone", () => {
    expect(japaneseMoment("2026-11-25T10:00")).toBe("2026-11-25T10:00:00+09:00");
    expect(japaneseMoment("2026-11-25")).toBeUndefined();
    expect(japaneseMoment("2026-99-25T10:00")).toBeUndefined();
  });

  it("end on a full minute", () => {
    expect(hourLater(Date.parse("2026-11-24T01:00:30Z"))).toBe("2026-11-24T02:01:00.000Z");
  });
});

describe("a draft", () => {
  it("remembers how it is written", () => {
    expect(decode('{"text":"あ","seen":3,"easy":true}')).toEqual({ text: "あ", seen: 3, easy: true });
    expect(decode('{"text":"あ","easy":1}')).toEqual({ text: "あ" });
  });
});

describe("older messages", () => {
  const shown = reduce(begin("a"), { type: "shown", page: { ...page("a", [5, 6]), has_older: true } });

  it("come before the others, and a later reading keeps them", () => {
    const older = { type: "older" as const, id: "a", messages: [message(3), message(4)], titles: {} };
    const state = reduce(shown, { ...older, has_older: false });
    expect(state.page?.messages.map((one) => one.seq)).toEqual([3, 4, 5, 6]);
    expect(state.page?.has_older).toBe(false);
  });

  it("keeps them when the case is read again", () => {
    const older = { type: "older" as const, id: "a", messages: [message(3), message(4)], titles: {} };
    const back = reduce(shown, { ...older, has_older: false });
    const again = reduce(back, { type: "shown", page: { ...page("a", [5, 6, 7]), has_older: true } });
    expect(again.page?.messages.map((one) => one.seq)).toEqual([
      ...(back.page?.messages ?? []).map((one) => one.seq),
      7,
    ]);
    expect(again.page?.has_older).toBe(false);
  });

  it("of another case are not for this page", () => {
    const older = { type: "older" as const, id: "b", messages: [message(1)], titles: {}, has_older: false };
    expect(reduce(shown, older)).toBe(shown);
  });
});

it("gives each key one meaning", () => {
  expect(new Set(KEYS.map((item) => item.key)).size).toBe(KEYS.length);
});

// es2020 is what old Edge reads; the builder lowers syntax, but not what the browser must bring.
it("uses nothing that an Edge of 2020 does not have", () => {
  const tooNew =
    /\.at\(|\.replaceAll\(|AbortSignal\.(timeout|any)\(|structuredClone|Object\.hasOwn|\.findLast|crypto\.randomUUID/;
  const folders = ["src/console", "src/shared"].map((name) => join(__dirname, "../..", name));
  const found = folders.flatMap((folder) =>
    readdirSync(folder).filter((name) => tooNew.test(readFileSync(join(folder, name), "utf-8"))),
  );
  expect(found).toEqual([]);
});

describe("a message that was left", () => {
  it("is told by when it came, in Japanese time, and not as a wait", () => {
    expect(leftAt("2026-11-23T11:00:00Z")).toBe("11/23 20:00 の伝言");
  });
});
