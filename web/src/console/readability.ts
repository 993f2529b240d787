/** Whether a draft in やさしい日本語 is easy enough, pure: what makes it hard, in words a consultant can act on. */

/** 出入国在留管理庁・文化庁「在留支援のためのやさしい日本語ガイドライン」: one idea a sentence, です・ます, readings. Longer than this is hard. */
export const LONGEST_SENTENCE = 40;
/** So many kanji in a row are an institution's word. */
const LONG_WORD = /\p{Script=Han}{4,}/gu;
const READING = /[（(《][ぁ-んァ-ヶー・\s]+[）)》]/g;
const KANJI_WITHOUT_READING = /[\p{Script=Han}々]+(?![\p{Script=Han}々]*[（(《][ぁ-んァ-ヶー])/gu;
const DOUBLE_NEGATIVE =
  /ないことは(?:ない|ありません)|なく(?:は|も)(?:ない|ありません)|ないわけでは|ざるを得|ずにはい/;
const HONORIFIC =
  /いただけ(?:ます|れば|ません)|させていただ|いらっしゃ|おります|くださいますよう|でしょうか|存じ|幸いです|恐れ入り/;
const MOST_WORDS = 3;

const listed = (found: Iterable<string>) => [...new Set(found)].slice(0, MOST_WORDS).join("、");

/** The length without readings and spaces: they make a sentence easier, not longer. */
const length = (sentence: string) => [...sentence.replace(READING, "").replace(/\s/g, "")].length;

export function hints(text: string): string[] {
  const found: string[] = [];
  const sentences = text
    .split(/[。！？!?\n]/)
    .map((one) => one.trim())
    // An address is no sentence.
    .filter((one) => one && !/https?:\/\//.test(one));
  const long = sentences.filter((one) => length(one) > LONGEST_SENTENCE);
  if (long.length)
    found.push(`長い文が ${long.length}つあります（「${long[0]?.slice(0, 12)}…」）。二つに分けましょう。`);
  if (DOUBLE_NEGATIVE.test(text))
    found.push("「ない」を二度重ねています。「できます」のように言いかえましょう。");
  const honorific = HONORIFIC.exec(text.replace(/ありがとうございます/g, ""))?.[0];
  if (honorific) found.push(`敬語（「${honorific}」）を「です・ます」にしましょう。`);
  const words = [...text.matchAll(LONG_WORD)].map((match) => match[0]);
  if (words.length)
    found.push(`むずかしい言葉：${listed(words)}。かんたんに言いかえるか、説明をつけましょう。`);
  const bare = [...text.matchAll(KANJI_WITHOUT_READING)].map((match) => match[0]);
  if (bare.length)
    found.push(`読みがなのない漢字：${listed(bare)}。「漢字（かんじ）」のように書きましょう。`);
  return found;
}
