/**
 * Whose words are kept in this browser: colleagues share computers and tabs, and what one of them wrote and did not send
 * (personal data of migrants among it) is nobody else's.
 */

let account = "";

/** Says who is logged in; nothing is kept or read before that. */
export function belongTo(id: string): void {
  account = id;
}

/** Who is logged in, as the desk calls the account. */
export const owner = (): string => account;

/** The name under which words of this kind are kept for who is logged in. */
export const ownKey = (kind: string, id: string): string => `hitohata.${kind}.${account}.${id}`;
