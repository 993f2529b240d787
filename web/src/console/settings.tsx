/** A consultant's own settings, kept in this browser. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type AlertSettings, beep } from "./alerts";
import { Tick } from "./pieces";
import { Popover } from "./popover";

export function Settings(props: {
  settings: AlertSettings;
  change: (next: AlertSettings) => void;
  help: () => void;
}): JSX.Element {
  const { settings, change } = props;
  const [isRefused, setRefused] = useState(false);
  const askDesktop = async (wanted: boolean) => {
    const isAllowed =
      wanted && "Notification" in window && (await Notification.requestPermission()) === "granted";
    change({ ...settings, desktop: isAllowed });
    setRefused(wanted && !isAllowed);
  };
  return (
    <Popover name="settings" label="知らせ方">
      {(close) => (
        <>
          <Tick
            is={settings.sound}
            change={(sound) => {
              if (sound) beep(); // how it sounds, and the browser's leave to sound later
              change({ ...settings, sound });
            }}
          >
            新しい相談を音で知らせる
          </Tick>
          <Tick is={settings.desktop} change={(wanted) => void askDesktop(wanted)}>
            デスクトップ通知（内容は出しません）
          </Tick>
          {isRefused && (
            <p class="small" role="alert">
              ブラウザーが通知を許していません。ブラウザーの設定を確かめてください。
            </p>
          )}
          <Tick is={settings.enterSends} change={(enterSends) => change({ ...settings, enterSends })}>
            Enter で送信（外すと Ctrl+Enter）
          </Tick>
          <Tick is={settings.shortcuts} change={(shortcuts) => change({ ...settings, shortcuts })}>
            一文字のキー操作を使う（? で一覧）
          </Tick>
          <button
            type="button"
            onClick={() => {
              close();
              props.help();
            }}
          >
            キー操作の一覧
          </button>
        </>
      )}
    </Popover>
  );
}
