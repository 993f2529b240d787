/** How the chat looks and makes itself heard, chosen in [メニュー]. */

import type { JSX } from "preact";
import type { Client } from "./client";
import { lazy } from "./lazy";
import type { Theme } from "./memory";
import type { AppOptions } from "./options";

export interface Preferences {
  easy: boolean;
  size: number;
  theme: Theme;
  alerts: boolean;
}

const SIZES = ["標準", "大きい", "とても大きい"].map((name, size) => [size, name] as const);
const THEMES: (readonly [Theme, string])[] = [
  ["auto", "端末と同じ"],
  ["light", "明るい"],
  ["dark", "暗い"],
];
const PushOption = lazy(() => import("./push").then((part) => part.default));

function Options<T extends string | number>(props: {
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

export function Settings(props: {
  preferences: Preferences;
  change: (preferences: Preferences) => void;
  options: AppOptions;
  desk: Client;
}): JSX.Element {
  const { preferences, change, options, desk } = props;
  const tick = (name: "easy" | "alerts", label: string) => (
    <label class="option">
      <input
        type="checkbox"
        checked={preferences[name]}
        onChange={(event) => change({ ...preferences, [name]: event.currentTarget.checked })}
      />
      {label}
    </label>
  );
  return (
    <>
      {tick("easy", "やさしい日本語で見る")}
      <Options
        name="size"
        legend="文字の大きさ"
        options={SIZES}
        value={preferences.size}
        choose={(size) => change({ ...preferences, size })}
      />
      <Options
        name="theme"
        legend="画面の色"
        options={THEMES}
        value={preferences.theme}
        choose={(theme) => change({ ...preferences, theme })}
      />
      {tick("alerts", "お返事を音とページの題名で知らせる")}
      {!options.close && "PushManager" in window && <PushOption desk={desk} />}
    </>
  );
}
