/** What may be put into a reply: canned replies, and approved answers found by words, with their source. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, words } from "./api";
import type { Insertable } from "./types";

const SEARCH_MS = 250;

async function load(query: string): Promise<Insertable[]> {
  if (!query) return (await api.canned()).replies;
  return (await api.answers(query)).answers.map((one) => ({
    id: one.label,
    title: one.title,
    text: withSources(one.text, one.sources),
  }));
}

export function withSources(text: string, sources: { title: string; url: string }[]): string {
  const named = sources.map((source) => `${source.title} ${source.url}`).join("\n");
  return named ? `${text}\n\n出典：\n${named}` : text;
}

export function Inserts(props: { insert: (text: string) => void; close: () => void }): JSX.Element {
  const [query, setQuery] = useState("");
  const [list, setList] = useState<Insertable[]>();
  const [problem, setProblem] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // opened in order to search
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(
      () =>
        load(query.trim()).then(
          (found) => {
            if (!isCurrent) return;
            setList(found);
            setProblem("");
          },
          (error) => isCurrent && setProblem(words(error)),
        ),
      query ? SEARCH_MS : 0,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);
  return (
    <section
      class="inserts"
      id="inserts"
      aria-label="定型文・回答"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isComposing) props.close();
        // Enter in the search would send the reply that is being written.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <label>
        承認済みの回答をさがす（空なら定型文）
        <input
          type="search"
          ref={field}
          maxLength={80}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </label>
      {problem ? (
        <p class="problem" role="alert">
          {problem}
        </p>
      ) : (
        <p class="small" role="status">
          {list === undefined
            ? "読み込んでいます…"
            : list.length === 0
              ? "見つかりませんでした。"
              : `${list.length}件`}
        </p>
      )}
      <ul>
        {list?.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              data-testid="insert"
              title={item.text}
              onClick={() => props.insert(item.text)}
            >
              {item.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
