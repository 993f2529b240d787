/** A message that is left: what was filled in, kept in the browser; checked by the desk, then sent. */

import { useRef, useState } from "preact/hooks";
import type { FormPart, LeaveMessage } from "../shared/api";
import { randomId } from "./ids";
import { empty, type LeftMessage } from "./left-message";
import { recallBegun, rememberBegun } from "./memory";
import { Refusal } from "./transport";

export type Submit = (form: string, body: LeaveMessage) => Promise<unknown>;

export function useLeftMessage(
  part: Omit<FormPart, "type">,
  submit: Submit,
  /** Puts the focus to what the next picture has. */
  goTo: (selector: string) => void,
) {
  const [form, setForm] = useState<LeftMessage>(() => ({ ...empty(part.question), ...recallBegun("form") }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | true>("");
  /** What the desk has read and will take; set while the person looks it over. */
  const [checked, setChecked] = useState<Partial<LeftMessage>>();
  const [isBusy, setBusy] = useState(false);
  const id = useRef(randomId()).current;
  const latest = useRef(form);
  latest.current = form;

  const set = (change: Partial<LeftMessage>) => {
    const next = { ...form, ...change };
    setForm(next);
    rememberBegun("form", next);
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
      if (send) return void rememberBegun("form", undefined);
      // Who wrote on meanwhile would send what nobody has read back to them.
      if (latest.current !== form) return;
      goTo(".read-back");
      setChecked(answer.checked);
    } catch (error) {
      const named = error instanceof Refusal ? error.fields : [];
      const found = Object.fromEntries(named.map(({ field, message }) => [field, message ?? ""]));
      const [first] = named;
      goTo(first ? `[name="${first.field}"]` : ".problem");
      setErrors(found);
      if (first) setChecked(undefined);
      else setProblem(error instanceof Refusal ? error.message : true);
    } finally {
      setBusy(false);
    }
  };
  const edit = () => {
    goTo('[name="question"]');
    setChecked(undefined);
  };
  const clear = () => {
    rememberBegun("form", undefined);
    setForm(empty(part.question));
    setErrors({});
  };
  return { id, form, set, errors, problem, checked, isBusy, post, edit, clear };
}
