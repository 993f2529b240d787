/** What a search found: cases with the places in them, filters, and more pages; asks the server by itself. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import { api, words as problemWords } from "./api";
import { caseAddress } from "./pieces";
import { Filters, NO_FILTER } from "./search-filters";
import type { FoundCase } from "./types";
import { channelName, STATES, topicName } from "./words";

const PAUSE_MS = 300;

interface Found {
  key: string;
  cases: FoundCase[];
  page: number;
  more: boolean;
}

/** The next page belongs to the same question; anything else is a new result. */
export function joined(before: Found | undefined, next: Found): Found {
  if (!before || before.key !== next.key || next.page === 1) return next;
  const known = new Set(before.cases.map((found) => found.case_id));
  return { ...next, cases: [...before.cases, ...next.cases.filter((found) => !known.has(found.case_id))] };
}

const address = (found: FoundCase, seq: number | null | undefined) =>
  `${caseAddress(found.case_id)}${seq ? `/at/${seq}` : ""}`;

function Hits({ found }: { found: FoundCase }): JSX.Element {
  const more = found.hit_count - found.hits.length;
  return (
    <span class="hits">
      {found.hits.map((hit) => (
        <span class="hit">
          <span class="part">{hit.part}</span>
          <span class="small">{momentOf(hit.at)}</span>
          <span class="words">
            {hit.excerpt.map((piece) => (piece.hit ? <mark>{piece.text}</mark> : piece.text))}
          </span>
        </span>
      ))}
      {more > 0 && <span class="small">ほか {more}か所</span>}
    </span>
  );
}

function Result({ found, isCurrent }: { found: FoundCase; isCurrent: boolean }): JSX.Element {
  const facts = [
    STATES[found.state],
    topicName(found.topic),
    channelName(found.channel),
    found.owner?.name ? `担当 ${found.owner.name}` : "",
  ];
  return (
    <button
      type="button"
      class="row"
      data-testid="case-row"
      data-case-id={found.case_id}
      aria-current={isCurrent ? "true" : undefined}
      onClick={() => {
        location.hash = address(found, found.hits.find((hit) => hit.seq)?.seq);
      }}
    >
      <span class="line">
        <strong>{found.receipt}</strong>
        <span class="small facts">{facts.filter(Boolean).join("・")}</span>
      </span>
      <Hits found={found} />
    </button>
  );
}

function status(found: Found | undefined, isAsking: boolean, problem: string): string {
  if (problem) return "";
  if (!found) return isAsking ? "さがしています…" : "";
  if (!found.cases.length) return "見つかりませんでした。";
  return `${found.cases.length}件${found.more ? "以上" : ""}の相談`;
}

export function SearchResults(props: { words: string; selected: string | undefined }): JSX.Element {
  const [filters, setFilters] = useState(NO_FILTER);
  const [page, setPage] = useState(1);
  const [found, setFound] = useState<Found>();
  const [isAsking, setAsking] = useState(true);
  const [problem, setProblem] = useState("");
  const key = JSON.stringify([props.words.trim(), filters]);
  const latest = useRef(key);
  if (latest.current !== key) {
    latest.current = key;
    if (page !== 1) setPage(1);
  }
  useEffect(() => {
    let isCurrent = true;
    setAsking(true);
    setProblem("");
    const timer = setTimeout(async () => {
      try {
        const answer = await api.search(props.words, filters, page);
        if (isCurrent) setFound((before) => joined(before, { key, ...answer }));
      } catch (error) {
        if (isCurrent) setProblem(problemWords(error));
      }
      if (isCurrent) setAsking(false);
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, page]);
  return (
    <section class="results" aria-label="さがした結果" aria-busy={isAsking}>
      <Filters filters={filters} change={setFilters} />
      <p class="small said" role="status" data-testid="search-status">
        {status(found, isAsking, problem)}
      </p>
      {problem && <p role="alert">{problem}</p>}
      <ul class="rows">
        {found?.cases.map((item) => (
          <li key={item.case_id}>
            <Result found={item} isCurrent={item.case_id === props.selected} />
          </li>
        ))}
      </ul>
      {found?.more && (
        <button type="button" class="more" disabled={isAsking} onClick={() => setPage(page + 1)}>
          続きを表示
        </button>
      )}
    </section>
  );
}
