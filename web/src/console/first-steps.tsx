/** はじめに: the first steps for who is new, until they say that they have read them. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

const FIRST_STEPS = "hitohata.console.first-steps";

export function FirstSteps(): JSX.Element | null {
  const [isSeen, setSeen] = useState(() => {
    try {
      return localStorage.getItem(FIRST_STEPS) !== null;
    } catch {
      return false;
    }
  });
  if (isSeen) return null;
  return (
    <section class="task first" data-testid="first-steps">
      <h2>はじめに</h2>
      <ol>
        <li>右上の「知らせ方」で、新しい相談を音やデスクトップ通知で知らせるようにします。</li>
        <li>
          「在席」に印があるあいだ、利用者に「相談員がいます」と伝わります。席を外すときは外してください。
        </li>
        <li>左の一覧から相談を選び、「担当する」を押すと、自動応答が止まり、あなたが返事をします。</li>
        <li>終わったら「終える」を押して、どう終わったかを選びます。終えた相談は、あとからまた開けます。</li>
        <li>「?」のキーで、キー操作の一覧が出ます。</li>
      </ol>
      <button
        type="button"
        data-testid="first-steps-done"
        onClick={() => {
          setSeen(true);
          try {
            localStorage.setItem(FIRST_STEPS, "1");
          } catch {
            /* no storage: shown again next time */
          }
        }}
      >
        わかりました
      </button>
    </section>
  );
}
