/** Spots what looks like personal data in a message, so that a person can think again before sending. */

export function personalData(text: string): string | undefined {
  const plain = text.normalize("NFKC").replace(/[ー－―‐−–—]/g, "-");
  // One attempt for each run of letters: a long word would be read through again from each of its letters.
  if (/(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/.test(plain)) return "メールアドレス";
  const digits = plain.replace(/(?<=\d)[-\s()](?=\d)/g, "");
  if (/(?<!\d)0\d{9,10}(?!\d)/.test(digits)) return "電話番号";
  for (const [number] of digits.matchAll(/(?<!\d)\d{12}(?!\d)/g))
    if (isMyNumber(number)) return "マイナンバー";
  for (const [number] of digits.matchAll(/(?<!\d)\d{14,16}(?!\d)/g)) if (isCard(number)) return "カード番号";
  if (/〒\s*\d{3}-?\d{4}(?!\d)|(?<![\d-])\d{3}-\d{4}(?![\d-])/.test(plain)) return "郵便番号（ご住所）";
  return undefined;
}

/** The check digit of payment cards (ISO/IEC 7812-1, Luhn). */
function isCard(number: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Check digit of the individual number (平成26年総務省令第85号 第5条). */
function isMyNumber(number: string): boolean {
  const digits = [...number].map(Number);
  const check = digits[11];
  let sum = 0;
  for (let n = 1; n <= 11; n++) sum += (digits[11 - n] ?? 0) * (n <= 6 ? n + 1 : n - 5);
  const rest = sum % 11;
  return check === (rest <= 1 ? 0 : 11 - rest);
}
