/** Answers that may be meant, above the field while somebody types: tapped or chosen by arrows and Enter. Fetched at the first focus. */

import type { JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Choice } from "../shared/types";
import { addStyles } from "./lazy-styles";
import { type Found, type Row, searcher } from "./suggest";
import styles from "./suggestions.css?inline";
import { lang, spoken } from "./translation";

export interface SuggestionsProps {
  base: string;
  text: string;
  field: RefObject<HTMLTextAreaElement>;
  /** Set here: takes the keys of the field first; whether it used one up. */
  keys: { current: ((event: KeyboardEvent) => boolean) | undefined };
  choose: (choice: Choice) => void;
}

let list: Promise<readonly Row[]> | undefined;

function fetched(base: string): Promise<readonly Row[]> {
  list ??= fetch(`${base}/api/web/suggestions`)
    .then((answer) => (answer.ok ? (answer.json() as Promise<Row[]>) : Promise.reject(answer)))
    .catch(() => {
      // Typing works without; the next field that is shown asks again.
      list = undefined;
      return [];
    });
  return list;
}

const ID = "hitohata-suggestions";

export default function Suggestions(props: SuggestionsProps): JSX.Element {
  const { base, text, field, keys, choose } = props;
  const [rows, setRows] = useState<readonly Row[]>([]);
  /** The text for which the list was closed by hand. */
  const [closed, setClosed] = useState<string>();
  const [isFocused, setFocused] = useState(true);
  const [marked, setMarked] = useState<{ found: Found[]; place: number }>();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void fetched(base).then(setRows);
  }, [base]);
  const language = lang();
  const search = useMemo(() => searcher(rows, spoken), [rows, language]);
  const found = useMemo(() => search(text), [search, text]);
  const isOpen = found.length > 0 && isFocused && closed !== text;
  // A mark belongs to the list in which it was set: [Enter] may come before anything else that runs after typing.
  const active = marked?.found === found ? marked.place : -1;
  const setActive = (place: number) => setMarked({ found, place });
  useLayoutEffect(() => addStyles(box.current, styles), []);

  useEffect(() => {
    const element = field.current;
    const here = () => setFocused(true);
    const gone = () => setFocused(false);
    element?.addEventListener("focus", here);
    element?.addEventListener("blur", gone);
    return () => {
      element?.removeEventListener("focus", here);
      element?.removeEventListener("blur", gone);
    };
  }, [field]);

  // A field of several lines may not be called a combobox (ARIA in HTML); these tell the same of a text field.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.setAttribute("aria-autocomplete", "list");
    if (isOpen) element.setAttribute("aria-controls", ID);
    else element.removeAttribute("aria-controls");
    if (isOpen && active >= 0) element.setAttribute("aria-activedescendant", `${ID}-${active}`);
    else element.removeAttribute("aria-activedescendant");
  }, [field, isOpen, active]);

  const pick = (place: number) => {
    const one = found[place];
    if (one) choose({ id: `entry:${one.label}`, label: one.title });
  };
  keys.current = (event) => {
    if (!isOpen) return false;
    const last = found.length - 1;
    // In a text of several lines the arrows belong to the text.
    if (event.key === "ArrowDown" && !text.includes("\n")) setActive(active >= last ? -1 : active + 1);
    else if (event.key === "ArrowUp" && !text.includes("\n")) setActive(active < 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) pick(active);
    else if (event.key === "Escape") setClosed(text);
    else return false;
    return true;
  };
  useEffect(
    () => () => {
      keys.current = undefined;
    },
    [keys],
  );

  return (
    <div ref={box} class="suggesting">
      <p class="hidden" role="status">
        {isOpen ? `候補が${found.length}件あります。上下の矢印キーで選べます。` : ""}
      </p>
      {isOpen && (
        <div
          id={ID}
          class="suggestions"
          role="listbox"
          aria-label="このことですか？"
          data-testid="suggestions"
        >
          {found.map(({ label, title }, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
            <div
              key={label}
              id={`${ID}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              data-testid="suggestion"
              // The field keeps the focus, and a phone its keyboard, until something is chosen.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(place)}
            >
              {title}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
