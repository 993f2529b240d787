/** What may be put into a reply: canned replies, and approved answers found by words, with their source. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, words } from "./api";
import type { Insertable, Register } from "./types";

const SEARCH_MS = 250;

interface Found {
  items: Insertable[];
  helplines: Insertable[];
  values: Record<string, string>;
}

const REGISTERS: Record<Register, string> = { formal: "敬語", easy: "やさしい日本語" };

async function load(query: string): Promise<Found> {
  if (!query) {
    const { replies, helplines, values } = await api.canned();
    return {
      items: replies.map((one) => ({ ...one, id: `canned-${one.id}` })),
      helplines: helplines.map((one, index) => ({ ...one, id: `helpline-${index}` })),
      values,
    };
  }
  const items = (await api.answers(query)).answers.map((one) => ({
    id: one.label,
    title: one.title,
    text: withSources(one.text, one.sources),
  }));
  return { items, helplines: [], values: {} };
}

/** Whom to call comes first where there is danger; then canned replies of the register one writes in. */
function groups(
  items: Insertable[],
  helplines: Insertable[],
  first: Register,
  isDanger: boolean,
): { name: string; items: Insertable[] }[] {
  const order: Register[] = first === "easy" ? ["easy", "formal"] : ["formal", "easy"];
  const others = items.filter((item) => !item.register);
  const lines = { name: "相談窓口の電話番号", items: helplines };
  return [
    ...(isDanger ? [lines] : []),
    ...order.map((one) => ({ name: REGISTERS[one], items: items.filter((item) => item.register === one) })),
    { name: "承認済みの回答（出典つきで入ります）", items: others },
    ...(isDanger ? [] : [lines]),
  ].filter((group) => group.items.length);
}

export function withSources(text: string, sources: { title: string; url: string }[]): string {
  const named = sources.map((source) => `${source.title} ${source.url}`).join("\n");
  return named ? `${text}\n\n出典：\n${named}` : text;
}

export function Inserts(props: {
  register: Register;
  isDanger: boolean;
  insert: (text: string, values: Record<string, string>) => void;
  close: () => void;
}): JSX.Element {
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // opened in order to search
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(
      () =>
        load(query.trim()).then(
          (answer) => {
            if (!isCurrent) return;
            setFound(answer);
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
          {found === undefined
            ? "読み込んでいます…"
            : found.items.length + found.helplines.length === 0
              ? "見つかりませんでした。"
              : `${found.items.length + found.helplines.length}件`}
        </p>
      )}
      {groups(found?.items ?? [], found?.helplines ?? [], props.register, props.isDanger).map((group) => (
        <section key={group.name} aria-label={group.name}>
          <p class="small group">{group.name}</p>
          <ul>
            {group.items.map((item) => (
              <li key={item.id}>
                <button
                  type="button"
                  class="slim"
                  data-testid="insert"
                  title={item.text}
                  onClick={() => props.insert(item.text, found?.values ?? {})}
                >
                  {item.title}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
