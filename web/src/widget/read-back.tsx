/** What the desk has read of the form, looked over once more before it is sent. */

import type { JSX } from "preact";
import type { Says } from "./form-words";
import { type LeftMessage, readBack } from "./left-message";

export function ReadBack(props: {
  /** Of its title, which names the form. */
  id: string;
  checked: Partial<LeftMessage>;
  say: Says;
  trouble: JSX.Element | "" | false;
  isBusy: boolean;
  edit: () => void;
}): JSX.Element {
  const { say } = props;
  return (
    <>
      <h3 id={props.id} class="read-back" tabIndex={-1}>
        {say("read_back")}
      </h3>
      <dl>
        {readBack(props.checked).map(([name, value, word]) => (
          <>
            <dt>{say(name)}</dt>
            <dd>{word ? say(word) : value}</dd>
          </>
        ))}
      </dl>
      {props.trouble}
      <p class="row">
        <button type="submit" class="send" data-testid="form-send" aria-disabled={props.isBusy}>
          {say("send")}
        </button>
        <button type="button" onClick={props.edit}>
          {say("edit")}
        </button>
      </p>
    </>
  );
}
