/** The list of single-key shortcuts. */

import type { JSX } from "preact";
import { Dialog } from "./dialog";
import { KEYS } from "./shortcuts";

export function Help(props: { isOn: boolean; close: () => void }): JSX.Element {
  return (
    <Dialog title="キー操作" close={props.close}>
      <dl class="keys">
        {KEYS.map((item) => (
          <div key={item.key}>
            <dt>
              <kbd>{item.key}</kbd>
            </dt>
            <dd>{item.words}</dd>
          </div>
        ))}
      </dl>
      <p class="small">
        {props.isOn ? "文字を書いているあいだは働きません。" : "いまは切ってあります（設定で入れられます）。"}
      </p>
      <button type="button" class="primary" onClick={props.close}>
        閉じる
      </button>
    </Dialog>
  );
}
