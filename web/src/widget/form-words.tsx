/** The words of the form that takes a message in やさしい日本語, by its usual ones; readings as 漢字《かんじ》. */

import type { JSX } from "preact";
import { Readings } from "./rich";

const EASY: Record<string, string> = {
  相談員への伝言: "相談員《そうだんいん》に 伝《つた》えたいこと",
  "相談したいこと（必須）": "聞《き》きたいこと（かならず 書《か》く）",
  相談したいこと: "聞《き》きたいこと",
  お返事: "返事《へんじ》",
  お返事の受け取り方: "返事《へんじ》は どこに ほしいですか？",
  このチャットだけ: "このチャットだけで いい",
  メールでも受け取る: "メールでも ほしい",
  電話でも受け取る: "電話《でんわ》でも ほしい",
  メールアドレス: "メールアドレス",
  電話番号: "電話番号《でんわばんごう》",
  "メールアドレス（必須）": "メールアドレス（かならず 書《か》く）",
  "電話番号（必須）": "電話番号《でんわばんごう》（かならず 書《か》く）",
  お呼びするお名前: "名前《なまえ》",
  "お呼びするお名前（任意。本名でなくてもかまいません）":
    "名前《なまえ》（書《か》かなくても いいです。本当《ほんとう》の 名前《なまえ》でなくても いいです）",
  連絡のつきやすい時間: "電話《でんわ》して いい 時間《じかん》",
  "連絡のつきやすい時間（任意）": "電話《でんわ》して いい 時間《じかん》（書《か》かなくても いいです）",
  "例：090-0000-0000（全角でもかまいません）": "例《れい》：090-0000-0000",
  "例：name@example.jp": "例《れい》：name@example.jp",
  個人情報の取り扱いの内容を確認しました:
    "上《うえ》の「連絡先《れんらくさき》の 使《つか》い方《かた》」を 読《よ》みました",
  確認する: "見《み》て たしかめる",
  やめる: "やめる",
  "この内容で送りますか？": "これを 送《おく》りますか？",
  この内容で送る: "送《おく》る",
  直す: "直《なお》す",
  "伝言の記入をやめました。": "書《か》くことを やめました。",
  もう一度書く: "もう一度《いちど》 書《か》く",
};

/** What is wrong with a field, by its name: the desk's words say it more closely, and are harder. */
const WRONG: Record<string, string> = {
  question: "聞《き》きたいことを 書《か》いてください。（1000文字《もじ》まで）",
  contact:
    "正《ただ》しくないようです。例《れい》を 見《み》て、あなたの ものを もう一度《いちど》 書《か》いてください。",
  agreed:
    "上《うえ》の「連絡先《れんらくさき》の 使《つか》い方《かた》」を 読《よ》んで、しるしを つけてください。",
};

/** Words as they are shown; what has no easy ones stays. In one element, since a row of a form sets its parts apart. */
export function shownIn(easy: boolean, words: string, simple = EASY[words]): JSX.Element | string {
  if (!easy || !simple) return words;
  return (
    <span>
      <Readings text={simple} />
    </span>
  );
}

export function wrongIn(
  easy: boolean,
  name: string,
  words: string | undefined,
): JSX.Element | string | undefined {
  return words && shownIn(easy, words, WRONG[name]);
}

/** The purpose notice: in やさしい日本語 with the notice itself behind it, which is what a consent is kept with. */
export function Purpose({ easy, words }: { easy: string | undefined | false; words: string }): JSX.Element {
  if (!easy) return <p class="purpose">{words}</p>;
  return (
    <div class="purpose">
      <p>
        <strong>
          <Readings text="連絡先《れんらくさき》の 使《つか》い方《かた》" />
        </strong>
      </p>
      <p>
        <Readings text={easy} />
      </p>
      <details>
        <summary>
          <Readings text="もとの 文《ぶん》" />
        </summary>
        <p>{words}</p>
      </details>
    </div>
  );
}
