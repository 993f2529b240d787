/** What [設定] opens: what can be done with the conversation, how it looks, and the dialogs of both. Fetched when it is opened. */

import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ByMailDialog } from "./by-mail";
import { dress } from "./dress";
import { lazy } from "./lazy";
import type { Theme } from "./memory";
import type { MenuProps } from "./menu";
import styles from "./sheet.css?inline";

const SIZES = ["標準", "大きい", "とても大きい"].map((name, size) => [size, name] as const);
const THEMES: (readonly [Theme, string])[] = [
  ["auto", "端末と同じ"],
  ["light", "明るい"],
  ["dark", "暗い"],
];

function Options<T extends string | number>(props: {
  name: string;
  legend: string;
  options: readonly (readonly [T, string])[];
  value: T;
  choose: (value: T) => void;
}): JSX.Element {
  return (
    <fieldset class="options">
      <legend>{props.legend}</legend>
      {props.options.map(([value, label]) => (
        <label class="option">
          <input
            type="radio"
            name={`hitohata-${props.name}`}
            checked={props.value === value}
            onChange={() => props.choose(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

const Code = lazy(() => import("./code").then((part) => part.default));

export default function Sheet(props: MenuProps & { isOpen: boolean; close: () => void }): JSX.Element {
  const { preferences, change, isOpen, close } = props;
  const phone = useRef<HTMLDialogElement>(null);
  const [isPhoning, setPhoning] = useState(false);
  const erasing = useRef<HTMLDialogElement>(null);
  const leaving = useRef<HTMLDialogElement>(null);
  const byMail = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dress(erasing.current, styles), []);
  // A dialog stands alone: the menu below it would be in the way and come back after it.
  const show = (dialog: { current: HTMLDialogElement | null }) => {
    close();
    dialog.current?.showModal();
  };
  const tick = (name: "easy" | "alerts", label: string) => (
    <label class="option">
      <input
        type="checkbox"
        checked={preferences[name]}
        onChange={(event) => change({ ...preferences, [name]: event.currentTarget.checked })}
      />
      {label}
    </label>
  );
  const act = (label: string, run: () => void) => (
    <button
      type="button"
      onClick={() => {
        close();
        run();
      }}
    >
      {label}
    </button>
  );
  return (
    <>
      {isOpen && (
        <section id="hitohata-menu" class="sheet" aria-label="設定">
          {act("Language", props.speak)}
          {act("会話を保存する（テキスト）", props.save)}
          <button type="button" onClick={() => show(byMail)}>
            会話をメールで受け取る
          </button>
          <button
            type="button"
            onClick={() => {
              setPhoning(true);
              show(phone);
            }}
          >
            スマートフォンで続ける
          </button>
          {props.anew && (
            <button type="button" onClick={() => show(leaving)}>
              新しく始める
            </button>
          )}
          {tick("easy", "やさしい日本語で見る")}
          <Options
            name="size"
            legend="文字の大きさ"
            options={SIZES}
            value={preferences.size}
            choose={(size) => change({ ...preferences, size })}
          />
          <Options
            name="theme"
            legend="画面の色"
            options={THEMES}
            value={preferences.theme}
            choose={(theme) => change({ ...preferences, theme })}
          />
          {tick("alerts", "お返事を音とページの題名で知らせる")}
          <button type="button" class="danger" onClick={() => show(erasing)}>
            この端末から消す
          </button>
          <p>
            <a href={`${props.base}/accessibility`} target="_blank" rel="noopener">
              アクセシビリティについて
              <span class="hidden">（別のページで開きます）</span>
            </a>
          </p>
        </section>
      )}
      <ByMailDialog dialog={byMail} mail={props.mail} />
      <dialog ref={phone} aria-label="スマートフォンで続ける" onClose={() => setPhoning(false)}>
        <h2>スマートフォンで続ける</h2>
        {isPhoning && <Code link={props.link} />}
        <button type="button" onClick={() => phone.current?.close()}>
          閉じる
        </button>
      </dialog>
      <Sure
        dialog={leaving}
        title="新しく始めますか？"
        words="いまの会話は、この画面からなくなります。残したいときは、先に「会話を保存する」を押してください。"
        yes="新しく始める"
        run={() => props.anew?.()}
      />
      <Sure
        dialog={erasing}
        title="会話を消しますか？"
        words="この会話の内容を、この端末とサーバーの両方から消します。元にもどすことはできません。"
        yes="消す"
        isDanger
        run={props.erase}
      />
    </>
  );
}

/** Asks once more before something is lost. */
function Sure(props: {
  dialog: RefObject<HTMLDialogElement>;
  title: string;
  words: string;
  yes: string;
  isDanger?: boolean;
  run: () => void;
}): JSX.Element {
  const { dialog, title } = props;
  return (
    <dialog ref={dialog} aria-label={title}>
      <h2>{title}</h2>
      <p>{props.words}</p>
      <button
        type="button"
        class={props.isDanger ? "danger" : ""}
        onClick={() => {
          dialog.current?.close();
          props.run();
        }}
      >
        {props.yes}
      </button>
      <button type="button" onClick={() => dialog.current?.close()}>
        やめる
      </button>
    </dialog>
  );
}
