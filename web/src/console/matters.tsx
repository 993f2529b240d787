/** What waits for managers alone: stuck LINE, last days of requests, retention lists, accounts without a second factor. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "./api";

interface Matter {
  words: string;
  address: string;
  is_urgent: boolean;
}

export function Matters(): JSX.Element | null {
  const [found, setFound] = useState<Matter[]>([]);
  useEffect(() => {
    // Without them the page is what it is for everybody else.
    api.matters().then(
      (answer) => setFound(answer.matters),
      () => {},
    );
  }, []);
  if (!found.length) return null;
  return (
    <section class={found.some((one) => one.is_urgent) ? "task urgent" : "task"} data-testid="matters">
      <h2>
        管理者の仕事 <span class="number">{found.length}件</span>
      </h2>
      <ul>
        {found.map((one) => (
          <li key={one.words}>
            <a href={one.address}>開く</a>
            <span class="what">{one.words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
