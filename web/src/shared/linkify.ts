/** Finds web addresses and telephone numbers in plain words, so that they can be tapped; pure. */

export interface Stretch {
  text: string;
  href?: string;
}

/**
 * Addresses are ASCII, since Japanese text may follow without a space. A path may go on in kanji or katakana behind a
 * sign that begins a part of it, as `wiki/札幌市` does; hiragana is taken for the sentence that follows.
 */
const ADDRESS =
  /https?:\/\/(?:[\w!?/+\-~=;.,*&@#$%()':]+(?:(?<=[/=_(:])[\p{Script=Han}\p{Script=Katakana}ー々]+)?)+/gu;
/** Numbers need their hyphens, or any figure would do. */
const NUMBER = /(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])/g;
const FOUND = new RegExp(`${ADDRESS.source}|${NUMBER.source}`, "gu");
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?']+$/;

/** An address without the sentence's marks; a bracket closes it only if it was opened outside (GitHub's rule for bare links). */
function trimmed(address: string): string {
  const found = address.replace(TAIL, "");
  if (!found.endsWith(")")) return found;
  const count = (sign: string) => found.split(sign).length;
  return count(")") > count("(") ? trimmed(found.slice(0, -1)) : found;
}

/** A Japanese number has 10 digits, mobile and IP phones and 0800 have 11; a date such as 02-10-2026 has 8. */
function isNumber(digits: string): boolean {
  return digits.length === (/^(?:0[5-9]0|0800)/.test(digits) ? 11 : 10);
}

export function linkify(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(FOUND)) {
    const isAddress = match[0].startsWith("http");
    const found = isAddress ? trimmed(match[0]) : match[0];
    const digits = found.replace(/-/g, "");
    if (!isAddress && !isNumber(digits)) continue;
    if (match.index > end) stretches.push({ text: text.slice(end, match.index) });
    stretches.push({ text: found, href: isAddress ? found : `tel:${digits}` });
    end = match.index + found.length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end) });
  return stretches;
}
