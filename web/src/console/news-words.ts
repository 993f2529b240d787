/** What one is told of a case, in words; shared by the console and the pages of the office. */

import type { CaseNews } from "./types";

/** Without a name of a migrant or a word of the note: it may be seen on a desktop by anybody. */
export function newsTitle(one: CaseNews): string {
  switch (one.kind) {
    case "handed":
    case "stopped":
      return "相談を引き継ぎました";
    case "resumed":
      return "前に担当した方が、また相談に来られました";
    case "taken":
      return "担当が変わりました";
    case "going":
      return "返事を待っている人がいます";
    case "gone":
      return "相談が列に戻りました";
    case "undone":
      return "担当の変更が取り消されました";
  }
}

export function newsWords(one: CaseNews): string {
  const by = one.by_name ? `${one.by_name}さん` : "同僚";
  switch (one.kind) {
    case "handed":
      return `${by}から引き継ぎました。担当はあなたです。`;
    case "stopped":
      return `担当者のアカウントが停止されたため、${by}の操作であなたの担当になりました。`;
    case "resumed":
      return "24時間以内に担当した方がまた相談に来られたため、続けてあなたの担当になりました。";
    case "taken":
      return `${by}が引き取りました。書きかけの文は残してあります。`;
    case "going":
      return "利用者が返事を待っています。画面から離れて5分たったため、まもなく列に戻るところでした。いまは、あなたの担当のままです。";
    case "gone":
      return "画面から離れて10分たち、利用者が返事を待っていたため、列に戻しました。";
    case "undone":
      return `${by}が、担当の変更を取り消しました。`;
  }
}

/** Kinds that make a case one's own. */
export const isHandedToMe = (one: CaseNews): boolean =>
  one.kind === "handed" || one.kind === "stopped" || one.kind === "resumed";
