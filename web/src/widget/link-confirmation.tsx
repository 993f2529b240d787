/** Before a one-time link is used: filters of mails open links with all scripts, and must not come in. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useFocus } from "../shared/focus";

export default function LinkConfirmation({ decide }: { decide: (isWanted: boolean) => void }): JSX.Element {
  const first = useRef<HTMLButtonElement>(null);
  useFocus(first);
  return (
    <div class="log" data-testid="gate">
      <div class="welcome">
        <p>このリンクで、前の会話をこの端末に開きます。ほかの人の端末では開かないでください。</p>
        <button ref={first} type="button" class="send" onClick={() => decide(true)}>
          会話を開く
        </button>
        <button type="button" onClick={() => decide(false)}>
          開かない
        </button>
      </div>
    </div>
  );
}
