/** Readings of やさしい日本語: 漢字《かんじ》, or ｜base《reading》 where the base is not plain kanji. */

export type RubyPiece = { base: string; reading?: string };

const RUBY = /[｜|]([^《》｜|]+)《([^《》]+)》|([\p{Script=Han}々〆ヶ]+)《([^《》]+)》/gu;

export function parseRuby(text: string): RubyPiece[] {
  const pieces: RubyPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(RUBY)) {
    if (match.index > end) pieces.push({ base: text.slice(end, match.index) });
    const base = match[1] ?? match[3] ?? "";
    const reading = match[2] ?? match[4] ?? "";
    pieces.push({ base, reading });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ base: text.slice(end) });
  return pieces;
}
