/** Spots what looks like personal data in a message, so that a person can think again before sending. */

export function personalData(text: string): string | undefined {
  const plain = text.normalize("NFKC").replace(/[ー－―‐−–—]/g, "-");
  if (/[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/.test(plain)) return "メールアドレス";
  const digits = plain.replace(/(?<=\d)[-\s()](?=\d)/g, "");
  if (/(?<!\d)0\d{9,10}(?!\d)/.test(digits)) return "電話番号";
  for (const match of digits.matchAll(/(?<!\d)\d{12}(?!\d)/g))
    if (isMyNumber(match[0])) return "マイナンバー";
  return undefined;
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
