/** Finds the addresses of an answer, so that they can be looked up on a map; pure. */

/** 花園2丁目12番1号, 若松1丁目1-1, 色内1丁目: a name, the block, and the house where it is told. Numbers alone may be anything. */
const ADDRESS =
  /[\p{Script=Han}\p{Script=Katakana}ノヶケ々]{1,12}[0-9０-９]{1,2}丁目(?:[0-9０-９]{1,3}(?:番地?(?:の?[0-9０-９]{1,3}号?)?|(?:[-－−‐][0-9０-９]{1,3})+)?)?/gu;
const MOST = 3;

export interface Place {
  name: string;
  href: string;
}

/** The places of a text, each once, with where a map shows them (https://developers.google.com/maps/documentation/urls). */
export function placesIn(text: string, city = ""): Place[] {
  const names = new Set([...text.matchAll(ADDRESS)].map(([name]) => name));
  return [...names].slice(0, MOST).map((name) => {
    const whole = name.includes(city) ? name : `${city}${name}`;
    const query = encodeURIComponent(whole.normalize("NFKC"));
    return { name, href: `https://www.google.com/maps/search/?api=1&query=${query}` };
  });
}
