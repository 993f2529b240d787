import { describe, expect, it } from "vitest";
import { linkify } from "../../src/shared/linkify";

const links = (text: string) =>
  linkify(text)
    .filter(({ href }) => href)
    .map(({ text: words, href }) => [words, href]);

describe("links in plain words", () => {
  it.each([
    ["https://www.city.otaru.lg.jp/をご覧ください", "https://www.city.otaru.lg.jp/"],
    ["（https://example.jp/a?b=1&c=%E3%81%82）。", "https://example.jp/a?b=1&c=%E3%81%82"],
    ["See https://example.jp/a.", "https://example.jp/a"],
    ["https://en.wikipedia.org/wiki/Otaru_(Hokkaido)", "https://en.wikipedia.org/wiki/Otaru_(Hokkaido)"],
    ["(https://en.wikipedia.org/wiki/Otaru_(Hokkaido)).", "https://en.wikipedia.org/wiki/Otaru_(Hokkaido)"],
    ["https://ja.wikipedia.org/wiki/小樽市", "https://ja.wikipedia.org/wiki/小樽市"],
    ["https://ja.wikipedia.org/wiki/小樽市#c を見て", "https://ja.wikipedia.org/wiki/小樽市#c"],
    ["https://ja.wikipedia.org/wiki/小樽市をご覧ください", "https://ja.wikipedia.org/wiki/小樽市"],
    ["https://example.jp/page1市役所の案内", "https://example.jp/page1"],
  ])("finds the address in %s", (text, address) => {
    expect(links(text)).toEqual([[address, address]]);
  });

  it("makes telephone numbers tappable", () => {
    expect(links("お電話は0134-32-4111へ")).toEqual([["0134-32-4111", "tel:0134324111"]]);
  });

  it.each([
    "2026-11-24",
    "02-10-2026",
    "01-1-123",
    "OT-1124-07",
    "郵便番号 047-0024",
    "javascript:alert(1)",
    "家賃は50000円",
  ])("leaves %s alone", (text) => {
    expect(linkify(text)).toEqual([{ text }]);
  });

  it("keeps every character", () => {
    const text = "電話 0134-32-4111、https://example.jp/ です。\n以上";
    expect(
      linkify(text)
        .map((stretch) => stretch.text)
        .join(""),
    ).toBe(text);
  });
});
