import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ownWords } from "./own-words";

const file = (name: string) =>
  readFileSync(new URL(`../../../data/languages/${name}.yml`, import.meta.url), "utf8");
/** The keys of section `chat`: YAML that is JSON line by line, with the words first. */
const keys = (name: string): string[] => {
  const [, section = ""] = file(name).split("\nchat:\n");
  return [...(section.split("\n\n")[0] ?? "").matchAll(/^ {2}("(?:[^"\\]|\\.)*"): /gm)].map(
    ([, words = ""]) => JSON.parse(words) as string,
  );
};

/** Pieces of a longer sentence, which is there; a file's name; readings, which やさしい日本語 has by itself; content of an answer. */
const NO_WORDS = new Set([
  "相談員を呼んでいます{0}{1}",
  "（{0}番目）",
  "最近の待ち時間は{0}分ほど",
  "{0}移住相談.txt",
  "古《ふる》い情報《じょうほう》かもしれません。相談員《そうだんいん》に聞《き》いてください。",
  "情報が古い可能性があります。最新の内容は出典のページか相談員にご確認ください。",
]);

describe("the chat's own words", () => {
  it.each(["en", "zh-Hans", "zh-Hant", "ko"])("are all in %s", (language) => {
    const known = new Set(keys(language));
    expect(known.size).toBeGreaterThan(100);

    const missing = [...ownWords()].filter(([words]) => !known.has(words) && !NO_WORDS.has(words));

    expect(missing).toEqual([]);
  });

  it("are read from every kind of place they stand in", () => {
    const found = ownWords();
    for (const words of ["送信", "知りたいことを書いてください", "会話", "相談員の{0}が対応しています"])
      expect(found.has(words), words).toBe(true);
    // Said in the talk by who taps it.
    expect(found.has("伝言を取り消したい")).toBe(false);
  });
});
