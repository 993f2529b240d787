/** Finds web addresses and telephone numbers in plain words, so that they can be tapped; pure. */

export interface Stretch {
  text: string;
  href?: string;
}

// Addresses are ASCII: Japanese text may follow without a space. Numbers need their hyphens, or any figure would do.
const FOUND = /https?:\/\/[\w!?/+\-~=;.,*&@#$%()':]+|(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])/g;
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?')]+$/;

export function linkify(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(FOUND)) {
    const isAddress = match[0].startsWith("http");
    const found = isAddress ? match[0].replace(TAIL, "") : match[0];
    if (match.index > end) stretches.push({ text: text.slice(end, match.index) });
    stretches.push({ text: found, href: isAddress ? found : `tel:${found.replace(/-/g, "")}` });
    end = match.index + found.length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end) });
  return stretches;
}
