/** Where the person writes: IME-safe Enter, counter, draft, a question before personal data is sent. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { useCompositionGuard } from "../shared/composition";
import type { Choice } from "../shared/types";
import { lazy } from "./lazy";
import { recall, recallBegun, remember } from "./memory";
import { personalIn, prepare } from "./personal-reader";

const Warning = lazy(() => import("./personal-warning").then((part) => part.default));
const Photo = lazy(() => import("./photo").then((part) => part.default));
const Voice = lazy(() => import("./voice").then((part) => part.default));
const Suggestions = lazy(() => import("./suggestions").then((part) => part.default));
/** Something that is drawn: no space, no format character, no filler or selector alone (as in desk/contact/patterns.py). */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: single characters are meant, combining ones too
const VISIBLE = /[^\s\p{Cc}\p{Cf}\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const LONGEST = 1000;
const COUNT_FROM = 900;
/** On touch screens Enter makes a new line; the button sends. */
const isTouch = () => matchMedia("(pointer: coarse)").matches;

export function Composer(props: {
  base: string;
  send: (text: string) => void;
  choose: (choice: Choice) => void;
  /** Whether the bot answers: then answers that may be meant are offered while somebody types. */
  suggests: boolean;
  typing: () => void;
  /** Sends a photo to the consultant who answers; undefined while none does, null as long as that is not known. */
  photo: ((body: object) => Promise<unknown>) | undefined | null;
  /** A form or a consultant asked for it: then nobody is warned. */
  mayBePersonal: boolean;
}): JSX.Element {
  const [text, setText] = useState(recall().draft ?? "");
  const [warning, setWarning] = useState<string>();
  const [isUsed, setUsed] = useState(false);
  const [holdsPhoto, setHoldsPhoto] = useState(() => "address" in recallBegun("photo"));
  const keys = useRef<(event: KeyboardEvent) => boolean>();
  const typedAt = useRef(0);
  const isAsking = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const guard = useCompositionGuard(field);

  const keep = (value: string) => {
    setText(value);
    setWarning(undefined);
    remember({ draft: value });
  };
  const write = (value: string) => {
    keep(value);
    if (Date.now() - typedAt.current > 3000) {
      typedAt.current = Date.now();
      props.typing();
    }
  };
  const send = (sure: boolean) => {
    const words = text.trim();
    if (!VISIBLE.test(words) || words.length > LONGEST) return;
    if (!sure && !props.mayBePersonal) void ask(words);
    else finish(words);
  };
  const ask = async (words: string) => {
    if (isAsking.current) return;
    isAsking.current = true;
    const found = await personalIn(words);
    isAsking.current = false;
    if (found) setWarning(found);
    else finish(words);
  };
  const finish = (words: string) => {
    props.send(words);
    // What was typed while a slow network was waited for stays.
    const typed = field.current?.value ?? "";
    keep(typed.startsWith(words) ? typed.slice(words.length).trimStart() : "");
    sent();
  };
  const sent = () => {
    // A phone's keyboard would cover the answer; with another keyboard the next words may follow.
    if (isTouch()) field.current?.blur();
    else field.current?.focus();
  };
  const choose = (choice: Choice) => {
    props.choose(choice);
    keep("");
    sent();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      {warning && (
        <Warning
          found={warning}
          // A consultant may have come while the question stood there.
          isRead={Boolean(props.photo)}
          send={() => send(true)}
          edit={() => {
            setWarning(undefined);
            field.current?.focus();
          }}
        />
      )}
      {isUsed && props.suggests && (
        <Suggestions base={props.base} text={text} field={field} keys={keys} choose={choose} />
      )}
      <label class="hidden" for="hitohata-input">
        知りたいことを書いてください
      </label>
      <textarea
        id="hitohata-input"
        ref={field}
        data-testid="input"
        rows={2}
        placeholder="知りたいことを書いてください"
        value={text}
        aria-describedby="hitohata-count"
        onFocus={() => {
          setUsed(true);
          void prepare();
        }}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Arrows, Enter and Escape are the input method's as long as it is at work.
          if (guard.blocks(event, performance.now())) return;
          if (keys.current?.(event)) {
            event.preventDefault();
            // Escape would close the chat next.
            event.stopPropagation();
          } else if (event.key === "Enter" && !event.shiftKey && !isTouch()) {
            event.preventDefault();
            send(false);
          }
        }}
      />
      <button
        type="submit"
        class="send"
        data-testid="send"
        disabled={!VISIBLE.test(text) || text.length > LONGEST}
      >
        送信
      </button>
      {(props.photo || holdsPhoto) && <Photo send={props.photo} holds={setHoldsPhoto} />}
      {/* Keyboards of phones have a microphone of their own, and no room to spare. */}
      {isUsed && !isTouch() && "webkitSpeechRecognition" in window && (
        <Voice write={(words) => write(`${field.current?.value ?? ""}${words}`.slice(0, LONGEST))} />
      )}
      <p id="hitohata-count" class="count">
        {text.length > COUNT_FROM ? `${text.length} / ${LONGEST} 文字` : ""}
      </p>
      {/* Not the count itself: it would be read out at every key. */}
      <p class="count over" role="status">
        {text.length > LONGEST
          ? `長すぎて送れません。${LONGEST}文字までに短くするか、分けて送ってください。`
          : ""}
      </p>
    </form>
  );
}
