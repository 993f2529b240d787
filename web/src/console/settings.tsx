/** A consultant's own settings, kept in this browser. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AlertSettings } from "./alerts";

export function Settings(props: {
  settings: AlertSettings;
  change: (next: AlertSettings) => void;
}): JSX.Element {
  const { settings, change } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <div class="settings">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        設定
      </button>
      {isOpen && (
        <div class="sheet">
          <label>
            <input
              type="checkbox"
              checked={settings.sound}
              onChange={(event) => change({ ...settings, sound: event.currentTarget.checked })}
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
              }}
            />
            デスクトップ通知（内容は出しません）
          </label>
          <label>
            <input
              type="checkbox"
              checked={settings.enterSends}
              onChange={(event) => change({ ...settings, enterSends: event.currentTarget.checked })}
            />
            Enter で送信（外すと Ctrl+Enter）
          </label>
        </div>
      )}
    </div>
  );
}
