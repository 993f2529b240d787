/**
 * Where a Japanese line may break so that no phrase (文節) is torn; pure. Chromium does it by itself
 * (`word-break: auto-phrase`); elsewhere the browser's own dictionary finds the words, and this joins them to phrases.
 */

/** Particles and endings belong to the word before them, as do closing marks. */
const CLINGS = /^(?:[\p{Script=Hiragana}ー]+|[、。，．！？!?・：；:;…）)」』】》〉〕\]%％〜～]+|\s+)$/u;
/** Words in kana that begin a phrase all the same. */
const BEGINS =
  /^(?:この|その|あの|どの|ここ|そこ|どこ|これ|それ|もう|また|まだ|すぐ|いま|ひと|まち|くらし|お|ご)/u;
const OPENS = /[「『（(【《〈〔[［]$/u;
/** お and ご begin what follows; runs of katakana and of figures are one word. */
const PREFIX = /^[おご御約第]$/u;
const RUNS = [/[\p{Script=Katakana}ー]$/u, /^[\p{Script=Katakana}ー]/u, /[\w@/.:-]$/, /^[\w@/.:-]/] as const;
const COUNTED = /[\p{Script=Han}\p{Script=Katakana}\d]$/u;
const SUFFIX = /^(?:[年月日時分円人件回歳階番号室市町区県道]|など|さん|様|課|等|的|者|所|書|費|金|化)$/u;

let segmenter: Intl.Segmenter | null | undefined;

function words(text: string): string[] {
  if (segmenter === undefined)
    segmenter = "Segmenter" in Intl ? new Intl.Segmenter("ja", { granularity: "word" }) : null;
  return segmenter ? [...segmenter.segment(text)].map((piece) => piece.segment) : [text];
}

/** The phrases of a text, in order; together they are the text. */
export function phrases(text: string): string[] {
  const found: string[] = [];
  let last = "";
  for (const word of words(text)) {
    const runsOn = (RUNS[0].test(last) && RUNS[1].test(word)) || (RUNS[2].test(last) && RUNS[3].test(word));
    const clings =
      runsOn ||
      (CLINGS.test(word) && !BEGINS.test(word)) ||
      (SUFFIX.test(word) && COUNTED.test(last)) ||
      OPENS.test(last) ||
      PREFIX.test(last);
    if (found.length && clings) found[found.length - 1] += word;
    else found.push(word);
    last = word;
  }
  return found;
}
