/** Words that break between phrases only, and words that change in their place. */

import type { JSX } from "preact";

/** Whether the browser breaks Japanese lines between phrases by itself. */
export const BREAKS_BY_PHRASE = CSS.supports("word-break", "auto-phrase");

let phrases: ((text: string) => string[]) | undefined;

/** Fetch what finds the phrases, for browsers that cannot do it themselves. */
export async function findPhrases(): Promise<void> {
  phrases = (await import("../shared/phrases")).phrases;
}

/** A date with its weekday and hour stays on one line, as do a number with its unit and the number of a receipt. */
const DATE =
  /((?:\d+年)?\d+月(?:\d+日(?:\([月火水木金土日]\))?)?(?: \d+:\d\d)?|約?\d[\d,.]*[万億千]?(?:円|人|件|分|時間|か月|歳|回|度|℃|%|[ck]?m(?![a-z])|㎡)|[A-Z]{2}-\d{4}-\d+)/;

/** Words that break between phrases only; copied, they are the same text. */
export function Words({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .split(DATE)
        .map((piece, index) => (index % 2 ? <span class="said date">{piece}</span> : phrased(piece)))}
    </>
  );
}

/**
 * Words that change in their place. Where a browser translates the page, it puts text of its own in place of what stands
 * here; changed then is only what nobody sees. The key makes a new element of new words.
 */
export function Said({ words, lang }: { words: string; lang?: string | undefined }): JSX.Element {
  return (
    <span key={words} lang={lang}>
      <Words text={words} />
    </span>
  );
}

function phrased(text: string): JSX.Element {
  if (BREAKS_BY_PHRASE || !phrases) return <>{text}</>;
  return (
    <>
      {phrases(text).map((phrase, index) => (
        <>
          {index > 0 && <wbr />}
          {phrase}
        </>
      ))}
    </>
  );
}
