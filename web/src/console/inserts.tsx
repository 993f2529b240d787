/** The list that `/` opens: canned replies and approved answers together, searched, looked at, and put in with Enter. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useCompositionGuard } from "../shared/composition";
import { useFocus } from "../shared/focus";
import { api, words } from "./api";
import { groups } from "./insertable";
import { Problem } from "./pieces";
import type { Answer, Canned, Register } from "./types";
import { useRead } from "./work";

const SEARCH_MS = 200;
const NONE: Canned = { replies: [], helplines: [], values: {} };

function useFound(query: string) {
  const { found: canned, problem, setProblem } = useRead(api.canned, []);
  const [answers, setAnswers] = useState<Answer[]>([]);
  useEffect(() => {
    let isCurrent = true;
    if (!query) setAnswers([]);
    const ask = () =>
      api.answers(query).then(
        (found) => {
          if (!isCurrent) return;
          setAnswers(found.answers);
          setProblem("");
        },
        (error) => isCurrent && setProblem(words(error)),
      );
    const timer = query ? setTimeout(ask, SEARCH_MS) : undefined;
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);
  return { canned, answers, problem };
}

export function Inserts(props: {
  register: Register;
  /** The subject of the words of danger that stand. */
  danger: string | undefined;
  suggested: Answer[];
  insert: (text: string, values: Record<string, string>) => void;
  /** A slash that was meant as one. */
  slash: () => void;
  close: () => void;
}): JSX.Element {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const { canned, answers, problem } = useFound(query.trim());
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const guard = useCompositionGuard(field);
  // opened in order to search
  useFocus(field);
  const shown = groups(
    query.trim(),
    { canned: canned ?? NONE, suggested: props.suggested, answers },
    props.register,
    props.danger,
  );
  const items = shown.flatMap((group) => group.items);
  const active = items[Math.min(at, items.length - 1)];
  useEffect(() => {
    // jsdom knows no scrolling.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  });
  const put = (item = active) => item && props.insert(item.text, canned?.values ?? {});
  const pressed = (event: KeyboardEvent) => {
    if (guard.blocks(event, performance.now())) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt(Math.max(0, Math.min(items.length - 1, Math.min(at, items.length - 1) + step)));
    else if (event.key === "Enter") put();
    else if (event.key === "/" && !query) props.slash();
    else return;
    event.preventDefault();
  };
  return (
    <section
      class="inserts"
      id="inserts"
      aria-label="定型文・回答"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isComposing) props.close();
      }}
    >
      <label>
        定型文と回答をさがす <span class="small">↑↓ で選び、Enter で入れる</span>
        <input
          type="search"
          role="combobox"
          aria-expanded="true"
          aria-controls="insert-list"
          aria-activedescendant={active && `insert-${items.indexOf(active)}`}
          aria-autocomplete="list"
          data-testid="insert-search"
          ref={field}
          maxLength={80}
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
      </label>
      <Problem>{problem}</Problem>
      <p class="hidden" role="status">
        {canned === undefined && !problem
          ? "読み込んでいます…"
          : items.length
            ? `${items.length}件`
            : "見つかりませんでした。"}
      </p>
      <div class="found">
        <div class="options" id="insert-list" role="listbox" aria-label="入れる文" ref={list}>
          {shown.map((group, number) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of a listbox is no fieldset
            <div role="group" aria-labelledby={`insert-group-${number}`} key={group.name}>
              <p class="small group" id={`insert-group-${number}`}>
                {group.name}
              </p>
              {group.items.map((item) => {
                const index = items.indexOf(item);
                return (
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search, which names the active option
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the search's
                  <div
                    role="option"
                    key={item.id}
                    id={`insert-${index}`}
                    class="option"
                    data-testid="insert"
                    aria-selected={item === active}
                    onMouseMove={() => index !== at && setAt(index)}
                    onClick={() => put(item)}
                  >
                    {item.title}
                  </div>
                );
              })}
            </div>
          ))}
          {canned && items.length === 0 && <p class="small">見つかりませんでした。</p>}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
        <p class="preview words" data-testid="insert-preview" tabIndex={0}>
          {active?.text}
        </p>
      </div>
    </section>
  );
}
