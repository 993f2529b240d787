/** Correcting what is known of a case: topic, what the person told, name and contact, tags. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useFocus } from "../shared/focus";
import { api } from "./api";
import { Decide, instead, Problem } from "./pieces";
import type { CaseDetail } from "./types";
import { slotName, topicName, topics } from "./words";
import { useWork } from "./work";

/** What a consultant may correct of what was told, in the order of the summary. */
const TOLD = ["goal", "from_where", "family", "timing"] as const;
const LONGEST_TAG = 20;

/** Tags as they are typed: with or without #, between spaces or commas; each once. */
export function tagsOf(text: string): string[] {
  const found = text
    .normalize("NFKC")
    .split(/[\s,、]+/)
    .map((tag) => tag.replace(/#/g, "").slice(0, LONGEST_TAG))
    .filter(Boolean);
  return [...new Set(found)];
}

export function FactsForm(props: { found: CaseDetail; reload: () => void; close: () => void }): JSX.Element {
  // As the fields were filled in: what a colleague changes meanwhile is nobody's correction here.
  const found = useRef(props.found).current;
  const { problem, isBusy, run } = useWork();
  // The button that opened it is gone.
  const first = useRef<HTMLSelectElement>(null);
  useFocus(first);
  const save = async (form: HTMLFormElement) => {
    const values = new FormData(form);
    const text = (name: string) => String(values.get(name) ?? "").trim();
    // What was not touched stays as the desk has it: the screen may show it hidden.
    const changed = (name: string, before: string) => (text(name) === before ? {} : { [name]: text(name) });
    await api.facts(found.case_id, {
      ...changed("topic", found.topic),
      ...Object.assign({}, ...TOLD.map((name) => changed(name, found.slots[name] ?? ""))),
      ...(text("name") ? { name: text("name") } : {}),
      ...(text("contact") ? { contact: text("contact") } : {}),
      ...(text("tags") === found.tags.join(" ") ? {} : { tags: tagsOf(text("tags")) }),
    });
    props.close();
    props.reload();
  };
  const field = (name: string, label: string, value: string, hint = "") => (
    <label key={name}>
      {label}
      <input
        name={name}
        maxLength={200}
        defaultValue={value}
        placeholder={hint}
        autocomplete="off"
        data-testid={`fact-${name}`}
      />
    </label>
  );
  return (
    <form class="facts" data-testid="facts" onSubmit={instead((form) => run(() => save(form)))}>
      <label>
        話題
        <select ref={first} name="topic" data-testid="fact-topic" defaultValue={found.topic}>
          {/* One that the city has given up stays chosen. */}
          {Object.entries({ [found.topic]: topicName(found.topic), ...topics() }).map(([key, name]) => (
            <option key={key} value={key} selected={key === found.topic}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {TOLD.map((name) => field(name, slotName(name), found.slots[name] ?? ""))}
      {field("name", "お名前（呼び名）", "", found.contact?.name ?? "変えるときだけ書く")}
      {field("contact", "連絡先（メールか電話）", "", found.contact?.value ?? "変えるときだけ書く")}
      {field("tags", "タグ（空白で区切る）", found.tags.join(" "))}
      <Problem>{problem}</Problem>
      <Decide close={props.close} label="保存する" testId="facts-save" isBusy={isBusy} />
    </form>
  );
}
