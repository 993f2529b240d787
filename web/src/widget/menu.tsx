/** Preferences and what belongs to the person: やさしい日本語, text size, save, erase. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";

export interface Preferences {
  easy: boolean;
  size: number;
}

const SIZES = ["標準", "大きい", "とても大きい"];

export function Menu(props: {
  preferences: Preferences;
  change: (preferences: Preferences) => void;
  save: () => void;
  erase: () => void;
}): JSX.Element {
  const { preferences, change } = props;
  const [isOpen, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // Escape closes the innermost thing only; the chat itself would be next.
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    if (dialog.current?.open) return;
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its buttons let through
    <div class="menu" onKeyDown={onEscape}>
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
          <label>
            <input
              type="checkbox"
              checked={preferences.easy}
              onChange={(event) => change({ ...preferences, easy: event.currentTarget.checked })}
            />
            やさしい日本語で見る
          </label>
          <fieldset>
            <legend>文字の大きさ</legend>
            {SIZES.map((name, size) => (
              <label>
                <input
                  type="radio"
                  name="hitohata-size"
                  checked={preferences.size === size}
                  onChange={() => change({ ...preferences, size })}
                />
                {name}
              </label>
            ))}
          </fieldset>
          <button type="button" onClick={props.save}>
            会話を保存する（テキスト）
          </button>
          <button type="button" onClick={() => dialog.current?.showModal()}>
            この端末から消す
          </button>
        </section>
      )}
      <dialog ref={dialog} aria-labelledby="hitohata-erase">
        <h2 id="hitohata-erase">会話を消しますか？</h2>
        <p>この会話の内容を、この端末とサーバーの両方から消します。元にもどすことはできません。</p>
        <button
          type="button"
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
