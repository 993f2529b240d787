/** Asks before personal data is sent; comes with what spots it, so that it is there whenever it is needed. */

import type { JSX } from "preact";

export { personalData } from "../shared/personal";

export default function Warning(props: {
  /** What was found. */
  found: string;
  send: () => void;
  edit: () => void;
}): JSX.Element {
  return (
    <div class="warning" role="alert">
      <p>{`${props.found}のようです。個人情報は書かなくてもご相談いただけます。送りますか？`}</p>
      <button type="button" onClick={props.send}>
        このまま送る
      </button>
      <button type="button" onClick={props.edit}>
        直す
      </button>
    </div>
  );
}
