/** One of several settings. */

import type { JSX } from "preact";

export function Options<T extends string | number>(props: {
  name: string;
  legend: string;
  options: readonly (readonly [T, string])[];
  value: T;
  choose: (value: T) => void;
}): JSX.Element {
  return (
    <fieldset class="options">
      <legend>{props.legend}</legend>
      {props.options.map(([value, label]) => (
        <label class="option">
          <input
            type="radio"
            name={`hitohata-${props.name}`}
            checked={props.value === value}
            onChange={() => props.choose(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
