/** Asks before personal data is sent; comes with what spots it, so that it is there whenever it is needed. */

import type { JSX } from "preact";

export { personalData } from "../shared/personal";

export default function Warning(props: {
  /** What was found. */
  found: string;
  /** Whether a consultant reads what is sent: then it may be wanted, and who reads it is what there is to know. */
  isRead: boolean;
  send: () => void;
  edit: () => void;
}): JSX.Element {
  return (
    <div class="warning" role="alert">
      <p>
        {props.isRead
          ? `${props.found}のようです。いま相談員につながりました。まだ送っていません。送ると相談員が読みます。送りますか？`
          : `${props.found}のようです。個人情報は書かなくてもご相談いただけます。送りますか？`}
      </p>
      <button type="button" onClick={props.send}>
        {props.isRead ? "相談員に送る" : "このまま送る"}
      </button>
      <button type="button" onClick={props.edit}>
        直す
      </button>
    </div>
  );
}
