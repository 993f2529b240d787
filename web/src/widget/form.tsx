/** The form that takes a message: the purpose first, few fields, checked by the desk, read back, then sent. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FormPart, LeaveMessage } from "../shared/api";
import { Field, type FieldProps } from "./field";
import styles from "./form.css?inline";
import { Purpose, speaker, type Word, wrongIn } from "./form-words";
import { randomId } from "./ids";
import { addStyles } from "./lazy-styles";
import { empty, KINDS, type LeftMessage, readBack } from "./left-message";
import { recallForm, rememberForm } from "./memory";
import { Refusal } from "./transport";

export type Submit = (form: string, body: LeaveMessage) => Promise<unknown>;

export default function Form(props: {
  part: Omit<FormPart, "type">;
  easy: boolean;
  submit: Submit;
}): JSX.Element {
  const { part, easy, submit } = props;
  const say = speaker(easy, part.words);
  const [form, setForm] = useState<LeftMessage>(() => ({ ...empty(part.question), ...recallForm() }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | true>("");
  /** What the desk has read and will take; set while the person looks it over. */
  const [checked, setChecked] = useState<Partial<LeftMessage>>();
  const [isBusy, setBusy] = useState(false);
  const [isLeft, setLeft] = useState(false);
  const id = useRef(randomId()).current;
  const box = useRef<HTMLFormElement>(null);
  /** Where the focus goes when the next picture is there. */
  const goal = useRef("");

  useLayoutEffect(() => addStyles(box.current, styles), []);
  useEffect(() => {
    // The effect of the picture before may come this late: what is not there yet is waited for.
    const found = goal.current && box.current?.querySelector<HTMLElement>(goal.current);
    if (!found) return;
    goal.current = "";
    found.focus();
  });

  const set = (change: Partial<LeftMessage>) => {
    const next = { ...form, ...change };
    setForm(next);
    rememberForm(next);
  };
  const post = async (send: boolean) => {
    if (isBusy) return;
    setBusy(true);
    setProblem("");
    try {
      const answer = (await submit(part.form, { ...form, client_id: id, send })) as {
        checked?: Partial<LeftMessage>;
      };
      setErrors({});
      // Once it is sent, the receipt comes as a message and takes the form's place.
      if (send) return rememberForm(undefined);
      goal.current = ".read-back";
      setChecked(answer.checked);
    } catch (error) {
      const named = error instanceof Refusal ? error.fields : [];
      const found = Object.fromEntries(named.map(({ field, message }) => [field, message ?? ""]));
      const [first] = named;
      goal.current = first ? `[name="${first.field}"]` : ".problem";
      setErrors(found);
      if (first) setChecked(undefined);
      else setProblem(error instanceof Refusal ? error.message : true);
    } finally {
      setBusy(false);
    }
  };
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
            goal.current = '[name="question"]';
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
        <>
          <h3 id={`t${id}`} class="read-back" tabIndex={-1}>
            {say("read_back")}
          </h3>
          <dl>
            {readBack(checked).map(([name, value, word]) => (
              <>
                <dt>{say(name)}</dt>
                <dd>{word ? say(word) : value}</dd>
              </>
            ))}
          </dl>
          {trouble}
          <p class="row">
            <button type="submit" class="send" data-testid="form-send" aria-disabled={isBusy}>
              {say("send")}
            </button>
            <button
              type="button"
              onClick={() => {
                goal.current = '[name="question"]';
                setChecked(undefined);
              }}
            >
              {say("edit")}
            </button>
          </p>
        </>
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
              {field("name", "name", { autocomplete: "nickname" })}
              {kind === "phone" && field("preferred_time", "time")}
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
                rememberForm(undefined);
                setForm(empty(part.question));
                setErrors({});
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
