/** Calling colleagues in a note, pure: @名前. Who is really called, the desk decides by the same names. */

/** An @ and what follows it, at the end of what is written. */
const BEGUN = /[@＠]([^\s@＠、。]*)$/;
const CALL = /([@＠][^\s@＠、。]+)/;

/** The colleagues whose names begin as what follows the last @. */
export function matching(text: string, names: string[]): string[] {
  const begun = BEGUN.exec(text)?.[1];
  return begun === undefined ? [] : names.filter((name) => name.startsWith(begun) && name !== begun);
}

/** The text with a name in place of what follows the last @. */
export function called(text: string, name: string): string {
  return `${text.replace(BEGUN, "")}@${name} `;
}

export function pieces(text: string): { text: string; isCall: boolean }[] {
  return text
    .split(CALL)
    .filter(Boolean)
    .map((piece) => ({ text: piece, isCall: CALL.test(piece) }));
}
