/** The form that takes a message: the purpose first, few fields, checked by the desk, read back, then sent. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FormPart } from "../shared/api";
import { Field, type FieldProps } from "./field";
import styles from "./form.css?inline";
import { Purpose, speaker, type Word, wrongIn } from "./form-words";
import { addStyles } from "./lazy-styles";
import { detailsFor, KINDS, type LeftMessage } from "./left-message";
import { ReadBack } from "./read-back";
import { type Submit, useLeftMessage } from "./use-left-message";

export default function Form(props: {
  part: Omit<FormPart, "type">;
  easy: boolean;
  submit: Submit;
}): JSX.Element {
  const { part, easy, submit } = props;
  const say = speaker(easy, part.words);
  const [isLeft, setLeft] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  /** Where the focus goes when the next picture is there. */
  const goal = useRef("");
  const goTo = (selector: string) => {
    goal.current = selector;
  };
  const { id, form, set, errors, problem, checked, isBusy, post, edit, clear } = useLeftMessage(
    part,
    submit,
    goTo,
  );

  useLayoutEffect(() => addStyles(box.current, styles), []);
  useLayoutEffect(() => {
    // What is not there yet is waited for.
    const found = goal.current && box.current?.querySelector<HTMLElement>(goal.current);
    if (!found) return;
    goal.current = "";
    found.focus();
  });

  const kind = form.contact_kind;
  const field = (
    name: keyof LeftMessage & string,
    label: Word,
    more: Partial<Omit<FieldProps, "hint">> & { hint?: Word } = {},
  ) => (
    <Field
      name={name}
      label={say(label)}
      value={String(form[name])}
      error={wrongIn(say, name, kind, errors[name])}
      write={(value) => set({ [name]: value })}
      {...more}
      hint={more.hint && say(more.hint)}
    />
  );
  const trouble = problem && (
    <p class="problem" role="alert" tabIndex={-1}>
      {problem === true ? say("unsent") : problem}
    </p>
  );

  if (isLeft)
    return (
      <p class="text" lang={part.language}>
        {say("left")}{" "}
        <button
          type="button"
          onClick={() => {
            goTo('[name="question"]');
            setLeft(false);
          }}
        >
          {say("again")}
        </button>
      </p>
    );
  return (
    <form
      ref={box}
      class="form"
      lang={part.language}
      data-testid="form"
      aria-labelledby={`t${id}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void post(Boolean(checked));
      }}
    >
      {checked ? (
        <ReadBack id={`t${id}`} checked={checked} say={say} trouble={trouble} isBusy={isBusy} edit={edit} />
      ) : (
        <>
          <h3 id={`t${id}`}>{say("title")}</h3>
          <Purpose part={part} easy={easy} say={say} />
          {field("question", "question", { lines: 3 })}
          <fieldset>
            <legend>{say("reply_how")}</legend>
            {KINDS.map((value) => (
              <label class="option">
                <input
                  type="radio"
                  name="contact_kind"
                  checked={kind === value}
                  onChange={() => set({ contact_kind: value })}
                />
                {say(`kind_${value}`)}
              </label>
            ))}
          </fieldset>
          {kind !== "chat" && (
            <>
              {field("contact", kind, {
                hint: `${kind}_hint`,
                mode: kind === "email" ? "email" : "tel",
                autocomplete: kind === "email" ? "email" : "tel",
              })}
              {detailsFor(kind).map((detail) => field(detail.name, detail.word, detail))}
              <div class={errors.agreed ? "field bad" : "field"}>
                <label class="option">
                  <input
                    type="checkbox"
                    name="agreed"
                    checked={form.agreed}
                    aria-invalid={Boolean(errors.agreed)}
                    aria-describedby={errors.agreed ? `a${id}` : undefined}
                    onChange={(event) => set({ agreed: event.currentTarget.checked })}
                  />
                  {say("agreed")}
                </label>
                {errors.agreed && (
                  <p class="wrong" id={`a${id}`}>
                    {wrongIn(say, "agreed", kind, errors.agreed)}
                  </p>
                )}
              </div>
            </>
          )}
          {trouble}
          <p class="row">
            <button type="submit" class="send" data-testid="form-check" aria-disabled={isBusy}>
              {say("check")}
            </button>
            <button
              type="button"
              onClick={() => {
                clear();
                setLeft(true);
              }}
            >
              {say("stop")}
            </button>
          </p>
        </>
      )}
    </form>
  );
}
