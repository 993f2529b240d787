/** Single-key shortcuts: which key means what, and when a key is meant for something else. */

export type Shortcut =
  | "next"
  | "previous"
  | "search"
  | "today"
  | "claim"
  | "reply"
  | "insert"
  | "note"
  | "later"
  | "transfer"
  | "close"
  | "undo"
  | "suggestion-1"
  | "suggestion-2"
  | "suggestion-3"
  | "help";

export const KEYS: { key: string; does: Shortcut; words: string }[] = [
  { key: "j", does: "next", words: "次の相談" },
  { key: "k", does: "previous", words: "前の相談" },
  { key: "/", does: "search", words: "さがす" },
  { key: "h", does: "today", words: "今日やること" },
  { key: "c", does: "claim", words: "担当する" },
  { key: "r", does: "reply", words: "返信を書く" },
  { key: "i", does: "insert", words: "定型文・回答を入れる（返信欄では行の初めに /）" },
  { key: "1", does: "suggestion-1", words: "1番目の回答の候補を入れる" },
  { key: "2", does: "suggestion-2", words: "2番目の回答の候補を入れる" },
  { key: "3", does: "suggestion-3", words: "3番目の回答の候補を入れる" },
  { key: "n", does: "note", words: "メモを書く" },
  { key: "l", does: "later", words: "あとで（時刻を決める）" },
  { key: "t", does: "transfer", words: "引き継ぐ" },
  { key: "e", does: "close", words: "終える" },
  { key: "u", does: "undo", words: "引き継ぎや終了を元に戻す（10秒のあいだ）" },
  { key: "?", does: "help", words: "この一覧" },
];

export interface Pressed {
  key: string;
  keyCode: number;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  repeat: boolean;
}

/** `place` is where the key was pressed: a text field and an open dialog keep their keys. */
export function shortcut(
  event: Pressed,
  place: { isField: boolean; isDialogOpen: boolean },
): Shortcut | undefined {
  if (place.isField || place.isDialogOpen) return undefined;
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.isComposing || event.keyCode === 229) return undefined;
  const found = KEYS.find((item) => item.key === event.key)?.does;
  // A key held down goes through the list, but claims once.
  if (event.repeat && found !== "next" && found !== "previous") return undefined;
  return found;
}
