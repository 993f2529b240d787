/** What makes a reply hard to read, said while it is written. */

import type { JSX } from "preact";
import { hints } from "./readability";

export function Hints({ text }: { text: string }): JSX.Element {
  const found = hints(text);
  if (!found.length) return <p class="good">やさしく書けています。</p>;
  return (
    <ul>
      {found.map((hint) => (
        <li key={hint}>{hint}</li>
      ))}
    </ul>
  );
}
