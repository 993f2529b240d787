/** A consultant's own settings, kept in this browser. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type AlertSettings, beep } from "./alerts";

export function Settings(props: {
  settings: AlertSettings;
  change: (next: AlertSettings) => void;
  help: () => void;
}): JSX.Element {
  const { settings, change } = props;
  const [isOpen, setOpen] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key === "Escape") opener.current?.focus();
      else if (event instanceof KeyboardEvent || box.current?.contains(event.target as Node)) return;
      setOpen(false);
    };
    addEventListener("keydown", leave);
    addEventListener("pointerdown", leave);
    return () => {
      removeEventListener("keydown", leave);
      removeEventListener("pointerdown", leave);
    };
  }, [isOpen]);
  return (
    <div class="settings" ref={box}>
      <button
        type="button"
        ref={opener}
        data-testid="settings"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        設定
      </button>
      {isOpen && (
        <div class="sheet">
          <label>
            <input
              type="checkbox"
              checked={settings.sound}
              onChange={(event) => {
                const sound = event.currentTarget.checked;
                if (sound) beep(); // how it sounds, and the browser's leave to sound later
                change({ ...settings, sound });
              }}
            />
            新しい相談を音で知らせる
          </label>
          <label>
            <input
              type="checkbox"
              checked={settings.desktop}
              onChange={async (event) => {
                const wanted = event.currentTarget.checked;
                const isAllowed =
                  wanted &&
                  "Notification" in window &&
                  (await Notification.requestPermission()) === "granted";
                change({ ...settings, desktop: isAllowed });
                setRefused(wanted && !isAllowed);
              }}
            />
            デスクトップ通知（内容は出しません）
          </label>
          {isRefused && (
            <p class="small" role="alert">
              ブラウザーが通知を許していません。ブラウザーの設定を確かめてください。
            </p>
          )}
          <label>
            <input
              type="checkbox"
              checked={settings.enterSends}
              onChange={(event) => change({ ...settings, enterSends: event.currentTarget.checked })}
            />
            Enter で送信（外すと Ctrl+Enter）
          </label>
          <label>
            <input
              type="checkbox"
              checked={settings.shortcuts}
              onChange={(event) => change({ ...settings, shortcuts: event.currentTarget.checked })}
            />
            一文字のキー操作を使う（j・k・c・r・n・?）
          </label>
          <button
            type="button"
            onClick={() => {
              setOpen(false);
              opener.current?.focus(); // where the focus comes back to
              props.help();
            }}
          >
            キー操作の一覧
          </button>
        </div>
      )}
    </div>
  );
}
