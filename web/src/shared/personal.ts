/**
 * Spots personal data in a message, so that a person can think again before sending. The same rules as the desk's
 * (`desk/contact/patterns.py`); `tests/wire/contacts.json` holds the cases for both. Linear in the text.
 */

/** Drawn as nothing: format characters, grapheme joiner, Hangul fillers, variation selectors. */
const UNSEEN = /\u034f|[\p{Cf}\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const DASHES = /[\p{Pd}ー−─━➖]/gu;
const MAIL =
  /(?<![A-Za-z0-9._%+\-!#$&'*=?^`{|}])[A-Za-z0-9._%+\-!#$&'*=?^`{|}]+ {0,2}@ {0,2}(?:[\p{L}\p{N}-]{1,63}(?:\.|。(?=(?:[A-Za-z0-9-]{1,63}[.。]){0,3}(?:jp|com|net|org|info)(?![A-Za-z0-9])))){1,10}[A-Za-z]/u;
const DIGITS = /(\+ ?)?[0-9]+(?:[-()\s./・･の一~]{1,3}[0-9]+)*/g;
/** Between the digits of prices and dates too: a number only in the shape of one. */
const WEAK = /[./・の一~]/;
const CALLED = /(?:電話|番号|携帯|でんわ)(?:番号)?(?:は|:|が)? ?[0-9]{2,4}[-.・/の]?[0-9]{4}(?![0-9])/;
const LONG_NUMBER = /(?<![0-9-])[0-9]{4}(?:[- ]?[0-9]{4}){2,3}(?![0-9-])/g;
const POSTCODE =
  /(?:〒\s{0,3}[0-9]{3}-?[0-9]{4}|(?<![0-9-])[0-9]{3}-[0-9]{4}(?![0-9-]))(?![0-9])(?!\s?(?:円|万|年|人|m))/;
const ABROAD = /^(?:0081|01081|81)0?/;

/** What of a person a text holds; `everybodys` are telephone numbers, as digits, that everybody may quote. */
export function personalData(text: string, everybodys: ReadonlySet<string> = new Set()): string | undefined {
  const plain = text.replace(UNSEEN, "").normalize("NFKC").replace(DASHES, "-").replace(/〜/g, "~");
  if (MAIL.test(plain)) return "メールアドレス";
  for (const [number] of plain.matchAll(LONG_NUMBER)) {
    const digits = number.replace(/[^0-9]/g, "");
    if (isMyNumber(digits)) return "マイナンバー";
    if (isCard(digits)) return "カード番号";
  }
  for (const [run, plus] of plain.matchAll(DIGITS))
    if (holdsNumber(run, plus !== undefined, everybodys)) return "電話番号";
  if (CALLED.test(plain)) return "電話番号";
  return POSTCODE.test(plain) ? "郵便番号" : undefined;
}

/** Whether a run of digits holds a telephone number: from its beginning, or after a space, a bracket or a slash. */
function holdsNumber(run: string, isPlus: boolean, everybodys: ReadonlySet<string>): boolean {
  const groups = [...run.matchAll(/[0-9]+/g)].map((match) => ({ at: match.index, digits: match[0] }));
  let index = 0;
  while (index < groups.length) {
    const group = groups[index];
    const before = groups[index - 1];
    const plus = isPlus && index === 0;
    const between = group && before ? run.slice(before.at + before.digits.length, group.at) : " ";
    const mayBegin = (plus || /^[08]/.test(group?.digits ?? "")) && /[\s()/]/.test(between);
    const [length, digits] = mayBegin ? whole(run, groups, index, plus) : [0, ""];
    if (length && !everybodys.has(digits.replace(ABROAD, "0"))) return true;
    index += length || 1;
  }
  return false;
}

type Group = { at: number; digits: string };

/** How many groups from the first on are one number, and its digits; 0 if they are none. */
function whole(run: string, groups: readonly Group[], first: number, plus: boolean): [number, string] {
  let digits = "";
  for (const [last, group] of groups.slice(first, first + 19).entries()) {
    digits += group.digits;
    if (digits.length > 18) break;
    const isLast = first + last === groups.length - 1;
    if (isWhole(digits, isLast, plus))
      return hasShape(run, groups.slice(first, first + last + 1)) ? [last + 1, digits] : [0, ""];
  }
  return [0, ""];
}

function isWhole(digits: string, isLast: boolean, plus: boolean): boolean {
  if (plus && !digits.startsWith("81")) return isLast && digits.length >= 8 && digits.length <= 15;
  if (ABROAD.test(digits)) return isInland(digits.replace(ABROAD, "0"), isLast && plus);
  return digits.startsWith("0") && isInland(digits, isLast);
}

/** Mobile phones, IP phones and 0800 have 11 digits, all other Japanese numbers 10. */
function isInland(digits: string, isLast: boolean): boolean {
  if (digits.length === (/^(?:0[5-9]0|0800)/.test(digits) ? 11 : 10)) return true;
  return isLast && digits.length >= 9 && digits.length <= 11;
}

function hasShape(run: string, groups: readonly Group[]): boolean {
  const first = groups[0];
  const last = groups[groups.length - 1];
  if (!first || !last || !WEAK.test(run.slice(first.at + first.digits.length, last.at))) return true;
  const most = first.digits.startsWith("0") ? 3 : 4;
  const length = first.digits.length;
  return groups.length <= most && length >= 2 && length <= 5 && last.digits.length >= 3;
}

/** The check digit of payment cards (ISO/IEC 7812-1, Luhn). */
function isCard(number: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return number.length === 16 && sum % 10 === 0;
}

/** Check digit of the individual number (平成26年総務省令第85号 第5条). */
function isMyNumber(number: string): boolean {
  if (number.length !== 12) return false;
  const digits = [...number].map(Number);
  const check = digits[11];
  let sum = 0;
  for (let n = 1; n <= 11; n++) sum += (digits[11 - n] ?? 0) * (n <= 6 ? n + 1 : n - 5);
  const rest = sum % 11;
  return check === (rest <= 1 ? 0 : 11 - rest);
}
