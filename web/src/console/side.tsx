/** What is known of the case: question, what was told, contact (hidden until asked for), notes, earlier cases. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { clockTime, dayOf } from "../shared/dates";
import { ApiError, api } from "./api";
import type { CasePage } from "./types";
import { channelName, masked, reasonName, slotName, topicName } from "./words";

export function Side(props: { page: CasePage; noted: () => void }): JSX.Element {
  const found = props.page.case;
  const [isShown, setShown] = useState(false);
  const [problem, setProblem] = useState("");
  const told = Object.entries(found.slots).filter(([, value]) => value);
  return (
    <aside class="side" aria-label="相談の内容">
      <section>
        <h2>相談の内容</h2>
        <p class="words">{found.question || "（なし）"}</p>
        <dl>
          <dt>受付番号</dt>
          <dd>{found.receipt}</dd>
          <dt>話題</dt>
          <dd>
            {topicName(found.topic)}・{channelName(found.channel)}
          </dd>
          <dt>引き継ぎの理由</dt>
          <dd>{reasonName(found.reason)}</dd>
          {told.map(([name, value]) => (
            <>
              <dt>{slotName(name)}</dt>
              <dd>{props.page.titles[value ?? ""] ?? value}</dd>
            </>
          ))}
        </dl>
      </section>
      <section>
        <h2>連絡先</h2>
        {found.contact ? (
          <p>
            {found.contact.kind === "email" ? "メール" : "電話"}：
            {isShown ? found.contact.value : masked(found.contact.value)}{" "}
            {!isShown && (
              <button type="button" onClick={() => setShown(true)}>
                表示
              </button>
            )}
            <br />
            <span class="small">同意あり{found.consent?.at ? `（${dayOf(found.consent.at)}）` : ""}</span>
          </p>
        ) : (
          <p class="small">このチャットで返事をします（連絡先は預かっていません）。</p>
        )}
      </section>
      <section>
        <h2>メモ（利用者には見えません）</h2>
        <ul class="notes">
          {props.page.notes.map((note) => (
            <li key={note.id}>
              <p class="words">{note.text}</p>
              <p class="small">
                {note.author_name} {dayOf(note.created_at)} {clockTime(note.created_at)}
              </p>
            </li>
          ))}
        </ul>
        <form
          onSubmit={async (event) => {
            event.preventDefault();
            const form = event.currentTarget;
            const text = String(new FormData(form).get("note")).trim();
            if (!text) return;
            setProblem("");
            try {
              await api.note(found.case_id, text);
              form.reset();
              props.noted();
            } catch (error) {
              setProblem(error instanceof ApiError ? error.message : "保存できませんでした。");
            }
          }}
        >
          <label class="hidden" for="note">
            メモ
          </label>
          <textarea id="note" name="note" rows={2} data-testid="note-input" />
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" data-testid="note-add">
            メモを加える
          </button>
        </form>
      </section>
      {found.earlier.length > 0 && (
        <section>
          <h2>これまでの相談</h2>
          <ul>
            {found.earlier.map((item) => (
              <li>
                <a href={`#/cases/${item.id}`}>{item.receipt}</a> {topicName(item.topic)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}
