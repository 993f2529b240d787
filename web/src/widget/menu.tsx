/** Preferences and what belongs to the person: やさしい日本語, text size, colours, alerts, save, mail, begin anew, erase. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type ByMail, ByMailDialog } from "./by-mail";
import type { Theme } from "./memory";

export interface Preferences {
  easy: boolean;
  size: number;
  theme: Theme;
  alerts: boolean;
}

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

export function Menu(props: {
  preferences: Preferences;
  change: (preferences: Preferences) => void;
  base: string;
  /** Asks for another language; the assistant offers and remembers it. */
  speak: () => void;
  save: () => void;
  mail: ByMail;
  /** Undefined while a person is called or answers: nobody leaves them by mistake. */
  anew: (() => void) | undefined;
  erase: () => void;
}): JSX.Element {
  const { preferences, change } = props;
  const [isOpen, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const byMail = useRef<HTMLDialogElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  // Escape closes the innermost thing only; the chat itself would be next.
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    if (dialog.current?.open || byMail.current?.open) return;
    setOpen(false);
    button.current?.focus();
  };
  // A tap beside it closes it, as people expect of what lies over something else.
  useEffect(() => {
    const root = button.current?.getRootNode();
    if (!isOpen || !root) return;
    const close = (event: Event) => {
      if (!event.composedPath().some((target) => target === box.current)) setOpen(false);
    };
    root.addEventListener("pointerdown", close);
    return () => root.removeEventListener("pointerdown", close);
  }, [isOpen]);
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
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its buttons let through
    <div ref={box} class="menu" onKeyDown={onEscape}>
      <button
        ref={button}
        type="button"
        class="plain"
        aria-expanded={isOpen}
        aria-controls="hitohata-menu"
        onClick={() => setOpen(!isOpen)}
      >
        設定
      </button>
      {isOpen && (
        <section id="hitohata-menu" class="sheet" aria-label="設定">
          {tick("easy", "やさしい日本語で見る")}
          <button
            type="button"
            onClick={() => {
              setOpen(false);
              props.speak();
            }}
          >
            Language
          </button>
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
          <button type="button" onClick={props.save}>
            会話を保存する（テキスト）
          </button>
          <button type="button" onClick={() => byMail.current?.showModal()}>
            会話をメールで受け取る
          </button>
          {props.anew && (
            <button
              type="button"
              onClick={() => {
                setOpen(false);
                props.anew?.();
              }}
            >
              新しく始める
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.showModal()}>
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
      <dialog ref={dialog} aria-labelledby="hitohata-erase">
        <h2 id="hitohata-erase">会話を消しますか？</h2>
        <p>この会話の内容を、この端末とサーバーの両方から消します。元にもどすことはできません。</p>
        <button
          type="button"
          class="danger"
          onClick={() => {
            dialog.current?.close();
            setOpen(false);
            props.erase();
          }}
        >
          消す
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          やめる
        </button>
      </dialog>
    </div>
  );
}
