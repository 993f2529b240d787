/** The contact of a case, hidden until asked for, and what was consented to. */

import type { JSX } from "preact";
import { momentOf } from "../shared/dates";
import { api } from "./api";
import { Told } from "./pieces";
import type { CaseDetail, Whole } from "./types";
import { contactName, detailsOf } from "./words";
import { useWork } from "./work";

export interface Cover {
  /** There is something to uncover. */
  hides: boolean;
  isWhole: boolean;
  setWhole: (whole: Whole | null) => void;
}

export function Contact({
  found,
  cover,
  mayShow,
}: {
  found: CaseDetail;
  cover: Cover;
  mayShow: boolean;
}): JSX.Element {
  const { problem, run } = useWork();
  const { consent, contact } = found;
  const toggle = async () => cover.setWhole(cover.isWhole ? null : await api.contact(found.case_id));
  return (
    <section>
      <h2>連絡先</h2>
      {contact ? (
        <dl>
          <Told name={contactName(contact.kind)}>
            <span data-testid="contact">{contact.value}</span>
          </Told>
          {detailsOf(contact).map(([name, told]) => (
            <Told key={name} name={name}>
              {told}
            </Told>
          ))}
        </dl>
      ) : (
        <p class="small">このチャットで返事をします（連絡先は預かっていません）。</p>
      )}
      {mayShow && cover.hides && (
        <p class="small">
          <button
            type="button"
            class="slim"
            data-testid="show-contact"
            aria-pressed={cover.isWhole}
            onClick={() => void run(toggle)}
          >
            {cover.isWhole ? "隠す" : "表示（記録されます）"}
          </button>{" "}
          会話やメモの中の連絡先も{cover.isWhole ? "見えています" : "伏せています"}。
        </p>
      )}
      {problem && <p role="alert">{problem}</p>}
      {consent && (
        <details class="small">
          <summary>
            個人情報の取り扱い：{consent.given ? "同意あり" : "同意なし"}
            {consent.at ? `（${momentOf(consent.at)}）` : ""}
          </summary>
          <p class="words">{consent.text}</p>
        </details>
      )}
    </section>
  );
}
