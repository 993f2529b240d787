/** One field of a form: its name above it, a hint, and what is wrong with it in words. */

import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { randomId } from "./ids";

export interface FieldProps {
  name: string;
  label: ComponentChildren;
  value: string;
  write: (value: string) => void;
  error: ComponentChildren;
  hint?: ComponentChildren;
  /** More than one makes a field for sentences. */
  lines?: number;
  mode?: "email" | "tel";
  autocomplete?: string;
}

export function Field(props: FieldProps): JSX.Element {
  const { error, hint, lines } = props;
  const id = useRef(randomId()).current;
  const described = [hint && `h${id}`, error && `e${id}`].filter(Boolean).join(" ");
  const common = {
    id,
    name: props.name,
    value: props.value,
    "aria-invalid": Boolean(error),
    "aria-describedby": described || undefined,
    onInput: (event: JSX.TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      props.write(event.currentTarget.value),
  };
  return (
    <div class={error ? "field bad" : "field"}>
      <label for={id}>{props.label}</label>
      {hint && (
        <p class="hint" id={`h${id}`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="wrong" id={`e${id}`}>
          {error}
        </p>
      )}
      {lines ? (
        <textarea rows={lines} {...common} />
      ) : (
        <input
          type="text"
          inputMode={props.mode ?? "text"}
          autoComplete={props.autocomplete ?? "off"}
          {...common}
        />
      )}
    </div>
  );
}
