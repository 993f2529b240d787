/** Small things that many parts of the console are made of. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What did not work, read out at once and brought into sight with the buttons below it; nothing where all is well. */
export function Problem({ children }: { children: ComponentChildren }): JSX.Element | null {
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => box.current?.scrollIntoView?.({ block: "nearest" }), [String(children ?? "")]);
  if (!children) return null;
  return (
    <p ref={box} class="problem" role="alert">
      {children}
    </p>
  );
}

/** The last row of what asks something: away from it, or on. Without `act` it ends the form that it stands in. */
export function Decide(props: {
  close: () => void;
  label: string;
  testId: string;
  isBusy?: boolean;
  act?: () => void;
}): JSX.Element {
  return (
    <div class="buttons">
      <button type="button" onClick={props.close}>
        やめる
      </button>
      <button
        type={props.act ? "button" : "submit"}
        class="primary"
        data-testid={props.testId}
        // A button that is disabled loses the focus, and who uses the keyboard their place.
        aria-disabled={props.isBusy || undefined}
        onClick={(event) => {
          if (props.isBusy) event.preventDefault();
          else props.act?.();
        }}
      >
        {props.label}
      </button>
    </div>
  );
}

/** A box to tick, with its words beside it. */
export function Tick(props: {
  is: boolean;
  change: (next: boolean) => void;
  children: ComponentChildren;
  class?: string;
  testId?: string;
  disabled?: boolean;
}): JSX.Element {
  return (
    <label class={props.class ?? "tick"}>
      <input
        type="checkbox"
        data-testid={props.testId}
        checked={props.is}
        disabled={props.disabled}
        onChange={(event) => props.change(event.currentTarget.checked)}
      />
      {props.children}
    </label>
  );
}

/** One of several, under its name; `options` are pairs of what is kept and what is read. */
export function Select<Key extends string>(props: {
  label: ComponentChildren;
  class?: string;
  value: Key;
  options: Iterable<readonly [Key, string]>;
  change: (next: Key) => void;
  testId?: string;
  /** What stands below. */
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <label class={props.class}>
      {props.label}
      <select
        data-testid={props.testId}
        value={props.value}
        onChange={(event) => props.change(event.currentTarget.value as Key)}
      >
        {[...props.options].map(([key, name]) => (
          <option key={key} value={key} selected={key === props.value}>
            {name}
          </option>
        ))}
      </select>
      {props.children}
    </label>
  );
}

/** Facts under their names, as a list. */
export function Told({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Does what a form is for, in place of the browser's own way. */
export const instead =
  (act: (form: HTMLFormElement) => unknown) =>
  (event: JSX.TargetedEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void act(event.currentTarget);
  };

/** Where a case opens. */
export const caseAddress = (id: string): string => `#/cases/${encodeURIComponent(id)}`;
