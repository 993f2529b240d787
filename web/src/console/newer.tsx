/** What arrived while a reply was written: to be looked at before it is sent. */

import type { JSX } from "preact";

export function Newer(props: { texts: string[]; isBusy: boolean; send: () => void }): JSX.Element {
  return (
    <div class="warning" role="alert" data-testid="newer">
      <p>書いているあいだに新しいメッセージが届きました。確認してから送ってください。</p>
      {props.texts.map((text) => (
        <blockquote>{text}</blockquote>
      ))}
      <button type="button" data-testid="send-anyway" disabled={props.isBusy} onClick={props.send}>
        確認して送信
      </button>
    </div>
  );
}
