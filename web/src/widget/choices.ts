/** The choices that the desk knows in every conversation, offered or not. */

export const ASK_PERSON = "ask_person";
/** Those of whoever waits: the words and the choice. */
export const LEAVING = [
  ["待つのをやめる", "cancel_wait"],
  ["伝言を残す", "leave_message"],
] as const;
