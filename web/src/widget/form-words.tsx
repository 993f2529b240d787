/**
 * The words of the form that takes a message: in Japanese and in やさしい日本語 (readings as 漢字《かんじ》), by the names
 * under which the desk sends them in other languages (`form` in data/languages).
 */

import type { JSX } from "preact";
import { Readings } from "./easy";

export const WORDS = {
  title: ["相談員への伝言", "相談員《そうだんいん》に 伝《つた》えたいこと"],
  question: ["相談したいこと（必須）", "聞《き》きたいこと（かならず 書《か》く）"],
  question_name: ["相談したいこと", "聞《き》きたいこと"],
  reply: ["お返事", "返事《へんじ》"],
  reply_how: ["お返事の受け取り方", "返事《へんじ》は どこに ほしいですか？"],
  kind_chat: ["このチャットだけ", "このチャットだけで いい"],
  kind_email: ["メールでも受け取る", "メールでも ほしい"],
  kind_phone: ["電話でも受け取る", "電話《でんわ》でも ほしい"],
  email: ["メールアドレス（必須）", "メールアドレス（かならず 書《か》く）"],
  email_name: ["メールアドレス", "メールアドレス"],
  email_hint: ["例：name@example.jp", "例《れい》：name@example.jp"],
  phone: ["電話番号（必須）", "電話番号《でんわばんごう》（かならず 書《か》く）"],
  phone_name: ["電話番号", "電話番号《でんわばんごう》"],
  phone_hint: ["例：090-0000-0000（全角でもかまいません）", "例《れい》：090-0000-0000"],
  name: [
    "お呼びするお名前（任意。本名でなくてもかまいません）",
    "名前《なまえ》（書《か》かなくても いいです。本当《ほんとう》の 名前《なまえ》でなくても いいです）",
  ],
  name_name: ["お呼びするお名前", "名前《なまえ》"],
  time: [
    "連絡のつきやすい時間（任意）",
    "電話《でんわ》して いい 時間《じかん》（書《か》かなくても いいです）",
  ],
  time_name: ["連絡のつきやすい時間", "電話《でんわ》して いい 時間《じかん》"],
  agreed: [
    "個人情報の取り扱いの内容を確認しました",
    "上《うえ》の「連絡先《れんらくさき》の 使《つか》い方《かた》」を 読《よ》みました",
  ],
  check: ["確認する", "見《み》て たしかめる"],
  stop: ["やめる", "やめる"],
  read_back: ["この内容で送りますか？", "これを 送《おく》りますか？"],
  send: ["この内容で送る", "送《おく》る"],
  edit: ["直す", "直《なお》す"],
  left: ["伝言の記入をやめました。", "書《か》くことを やめました。"],
  again: ["もう一度書く", "もう一度《いちど》 書《か》く"],
  purpose_title: ["", "連絡先《れんらくさき》の 使《つか》い方《かた》"],
  original: ["", "もとの 文《ぶん》"],
  // What is wrong: the desk's Japanese says it more closely, and is harder.
  wrong_question: ["", "聞《き》きたいことを 書《か》いてください。（1000文字《もじ》まで）"],
  wrong_email: [
    "",
    "正《ただ》しくないようです。例《れい》を 見《み》て、あなたの ものを もう一度《いちど》 書《か》いてください。",
  ],
  wrong_phone: [
    "",
    "正《ただ》しくないようです。例《れい》を 見《み》て、あなたの ものを もう一度《いちど》 書《か》いてください。",
  ],
  wrong_agreed: [
    "",
    "上《うえ》の「連絡先《れんらくさき》の 使《つか》い方《かた》」を 読《よ》んで、しるしを つけてください。",
  ],
  unsent: [
    "送れませんでした。書いた内容は残っています。通信を確かめて、もう一度お試しください。",
    "送《おく》れませんでした。書《か》いたものは 残《のこ》っています。もう一度《いちど》 送《おく》ってください。",
  ],
} satisfies Record<string, [string, string]>;

export type Word = keyof typeof WORDS;
export type Says = (word: Word, japanese?: string) => JSX.Element | string;

/** How the form speaks: in the reader's language where the desk sent its words, else as やさしい日本語 is switched on. */
export function speaker(easy: boolean, words: Record<string, string> | undefined): Says {
  return (word, japanese = WORDS[word][0]) => {
    const known = words?.[word];
    if (known) return known;
    // In one element, since a row of a form sets its parts apart.
    return easy ? (
      <span>
        <Readings text={WORDS[word][1]} />
      </span>
    ) : (
      japanese
    );
  };
}

/** What is wrong with a field, where something is. */
export function wrongIn(
  say: Says,
  field: string,
  kind: string,
  words: string | undefined,
): JSX.Element | string | undefined {
  return words && say(`wrong_${field === "contact" ? kind : field}` as Word, words);
}

type Notice = {
  purpose: string;
  easy_purpose?: string | undefined;
  words?: Record<string, string> | undefined;
};

/** The purpose notice: in the reader's words with the notice itself behind them, which is what a consent is kept with. */
export function Purpose({ part, easy, say }: { part: Notice; easy: boolean; say: Says }): JSX.Element {
  const { words } = part;
  const simple = words?.purpose ?? (easy ? part.easy_purpose : undefined);
  if (!simple) return <p class="purpose">{part.purpose}</p>;
  return (
    <div class="purpose">
      <p>
        <strong>{say("purpose_title")}</strong>
      </p>
      <p>{words ? simple : <Readings text={simple} />}</p>
      {words?.unreviewed && <p class="hint">{words.unreviewed}</p>}
      <details>
        <summary>{say("original")}</summary>
        <p lang="ja">{part.purpose}</p>
      </details>
    </div>
  );
}
