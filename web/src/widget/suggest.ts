/** Which published answers a few typed letters may mean; pure. The list comes from the desk (desk/content/suggestions.py). */

/** Label, title, the title in kana where known, ways of asking. */
export type Row = readonly [label: string, title: string, reading: string, lines: readonly string[]];

export interface Found {
  label: string;
  title: string;
}

const MOST = 4;
/** Below it what was found has too little to do with what was typed. */
const ENOUGH = 0.55;
/** One letter of kana may be the beginning of anything; one kanji is a word. */
const IS_WORD = /[\p{Script=Han}]|../u;
const NOISE = /[\s、。，．？！?!「」『』・（）()]/g;
/** What people put around the word that they ask for. */
const TAIL =
  /(?:について)?(?:が|を|は|も|って)?(?:(?:し|知り?)?たい|する|教えて|おしえて|ありますか|ある|どう|いくら|なに|何)?(?:です|ください|ほしい)?(?:か|の)?$/;

/** Made comparable: one width, one case, hiragana, no spaces and marks. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(NOISE, "")
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

const pairs = (text: string) =>
  new Set(Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2)));

/** How much of what was typed a text has: 1 for all of it in one piece, less for the share of its pairs of letters. */
function likeness(typed: string, wanted: ReadonlySet<string>, text: string): number {
  const at = text.indexOf(typed);
  if (at >= 0) return at === 0 ? 1.1 : 1;
  if (typed.length < 3) return 0;
  let shared = 0;
  for (const pair of wanted) if (text.includes(pair)) shared += 1;
  return (shared / wanted.size) * 0.95;
}

/** A searcher over a list: made once, asked at each key; `said` is a title as it is read there, in another language maybe. */
export function searcher(rows: readonly Row[], said = (title: string) => title): (typed: string) => Found[] {
  const known = rows.map(([label, title, reading, lines]) => ({
    label,
    title,
    names: [folded(title), folded(reading), folded(said(title))].filter(Boolean),
    lines: lines.map(folded),
  }));
  return (typed) => {
    const whole = folded(typed);
    if (!IS_WORD.test(whole)) return [];
    const bare = whole.replace(TAIL, "");
    const word = IS_WORD.test(bare) ? bare : whole;
    const wanted = pairs(word);
    return known
      .map(({ label, title, names, lines }) => {
        const of = (texts: string[]) => Math.max(0, ...texts.map((text) => likeness(word, wanted, text)));
        // The title is what people will read: a word of it counts a little more than one of a way of asking.
        return { label, title, worth: Math.max(of(names), of(lines) * 0.9) };
      })
      .filter(({ worth }) => worth >= ENOUGH)
      .sort((a, b) => b.worth - a.worth || a.title.length - b.title.length)
      .slice(0, MOST)
      .map(({ label, title }) => ({ label, title }));
  };
}
