/** Asks once more before something is lost. */

import type { JSX, RefObject } from "preact";

/** Asks once more before something is lost. */
export function Sure(props: {
  dialog: RefObject<HTMLDialogElement>;
  title: string;
  words: string;
  yes: string;
  isDanger?: boolean;
  run: () => void;
}): JSX.Element {
  const { dialog, title } = props;
  return (
    <dialog ref={dialog} aria-label={title}>
      <h2>{title}</h2>
      <p>{props.words}</p>
      <button
        type="button"
        class={props.isDanger ? "danger" : ""}
        onClick={() => {
          dialog.current?.close();
          props.run();
        }}
      >
        {props.yes}
      </button>
      <button type="button" onClick={() => dialog.current?.close()}>
        やめる
      </button>
    </dialog>
  );
}
