/** What a reader says of an answer: はい or いいえ, with thanks in place. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Choice } from "../shared/types";
import { lazy } from "./lazy";

export interface Feedback {
  rate: (choice: string) => Promise<unknown>;
  report: (seq: number, words: string) => Promise<unknown>;
}

const Report = lazy(() => import("./report").then((part) => part.default));

/** はい／いいえ in one row; the answer to them takes their place, and the choices beside them stay. */
export default function Rating(props: {
  choices: Choice[];
  legend: string | undefined;
  seq: number;
  feedback: Feedback;
}): JSX.Element {
  const { choices, seq, feedback } = props;
  const [given, setGiven] = useState<number>();
  const rate = (place: number, id: string) => {
    setGiven(place);
    // It helps the office, not the reader: a loss is not worth a word of trouble.
    feedback.rate(id).catch(() => undefined);
  };
  return (
    <fieldset class="choices resolved">
      <legend>{props.legend ?? "この回答で解決しましたか？"}</legend>
      {given === undefined && (
        <ul>
          {choices.map((choice, place) => (
            <li>
              <button type="button" data-testid="choice" onClick={() => rate(place, choice.id)}>
                {choice.label}
              </button>
            </li>
          ))}
        </ul>
      )}
      {/* Always there, so that its words are read out. */}
      <p class="thanks" role="status">
        {given === 0 && "お役に立ててよかったです。"}
        {given === 1 && "お役に立てず、申し訳ありません。相談員に聞くこともできます。"}
      </p>
      {given === 1 && <Report seq={seq} label="理由（任意）" report={feedback.report} />}
    </fieldset>
  );
}
