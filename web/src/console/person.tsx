/** The other cases of a person: of the same talk, joined by a consultant, or with the same contact; joining and parting. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { dayOf } from "../shared/dates";
import { api, words } from "./api";
import { Dialog } from "./dialog";
import type { CaseDetail, OtherCase } from "./types";
import { channelName, STATES, topicName } from "./words";

type Earlier = CaseDetail["earlier"][number];

const HOW: Record<Earlier["how"], string> = {
  talk: "",
  joined: "まとめた相談",
  contact: "連絡先が同じ",
};

/** What is asked before two conversations stand together: what changes, and what does not. */
function Ask(props: {
  found: CaseDetail;
  other: OtherCase;
  join: () => void;
  close: () => void;
}): JSX.Element {
  const { other } = props;
  return (
    <Dialog title="同じ人の相談としてまとめますか？" close={props.close}>
      <dl class="told">
        <div>
          <dt>受付番号</dt>
          <dd>{other.receipt}</dd>
        </div>
        <div>
          <dt>話題・経路</dt>
          <dd>
            {topicName(other.topic)}・{channelName(other.channel)}
          </dd>
        </div>
        <div>
          <dt>受付</dt>
          <dd>{dayOf(other.opened_at)}</dd>
        </div>
        {other.contact && (
          <div>
            <dt>連絡先</dt>
            <dd>{other.contact}</dd>
          </div>
        )}
      </dl>
      <ul class="small plain">
        <li>どちらの相談からも、もう一方の相談・予約・「ほかの相談でも見せる」メモが見えます。</li>
        <li>会話は一つになりません。返事は、それぞれの窓口（チャット・LINE・メール）に届きます。</li>
        <li>本人の画面は変わらず、何も送られません。いつでも分けられます（記録に残ります）。</li>
      </ul>
      <div class="buttons">
        <button type="button" onClick={props.close}>
          やめる
        </button>
        <button type="button" class="primary" data-testid="join-confirm" onClick={props.join}>
          まとめる
        </button>
      </div>
    </Dialog>
  );
}

function Other(props: {
  item: Earlier;
  mayWrite: boolean;
  join: (receipt: string) => void;
  part: (receipt: string) => void;
}): JSX.Element {
  const { item } = props;
  const facts = [
    topicName(item.topic),
    channelName(item.channel),
    item.closed_at ? dayOf(item.closed_at) : STATES[item.state],
    HOW[item.how],
  ];
  return (
    <li data-testid="other-case">
      <a href={`#/cases/${encodeURIComponent(item.id)}`}>{item.receipt}</a>{" "}
      <span class="small">{facts.filter(Boolean).join("・")}</span>{" "}
      {props.mayWrite && item.how === "contact" && (
        <button type="button" class="slim" onClick={() => props.join(item.receipt)}>
          まとめる
        </button>
      )}
      {props.mayWrite && item.how === "joined" && (
        <button type="button" class="slim" data-testid="part" onClick={() => props.part(item.receipt)}>
          分ける
        </button>
      )}
    </li>
  );
}

export function PersonCases(props: {
  found: CaseDetail;
  mayWrite: boolean;
  reload: () => void;
}): JSX.Element | null {
  const { found } = props;
  const [receipt, setReceipt] = useState("");
  const [asked, setAsked] = useState<OtherCase>();
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const mayJoin = props.mayWrite && found.state !== "alert";
  const run = async (work: () => Promise<void>) => {
    setSaid("");
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem(words(error));
    }
  };
  const look = (wanted: string) => void run(async () => setAsked(await api.otherCase(found.case_id, wanted)));
  const join = (other: OtherCase) =>
    void run(async () => {
      setAsked(undefined);
      await api.join(found.case_id, other.receipt);
      setReceipt("");
      setSaid(`${other.receipt} とまとめました。`);
      props.reload();
    });
  const part = (other: string) =>
    void run(async () => {
      await api.part(found.case_id, other);
      setSaid(`${other} と分けました。`);
      props.reload();
    });
  if (!mayJoin && !found.earlier.length) return null;
  return (
    <section data-testid="person">
      <h2>この人のほかの相談</h2>
      {found.earlier.length > 0 && (
        <ul>
          {found.earlier.map((item) => (
            <Other key={item.id} item={item} mayWrite={mayJoin} join={look} part={part} />
          ))}
        </ul>
      )}
      {mayJoin && (
        <details>
          <summary class="small">ほかの窓口の相談とまとめる</summary>
          <form
            class="facts"
            onSubmit={(event) => {
              event.preventDefault();
              if (receipt.trim()) look(receipt.trim());
            }}
          >
            <label>
              もう一方の受付番号
              <input
                value={receipt}
                maxLength={20}
                autocomplete="off"
                data-testid="join-receipt"
                onInput={(event) => setReceipt(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="slim" data-testid="join-look" disabled={!receipt.trim()}>
              確かめる
            </button>
          </form>
        </details>
      )}
      <p class="small" role="status">
        {said}
      </p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {asked && (
        <Ask found={found} other={asked} join={() => join(asked)} close={() => setAsked(undefined)} />
      )}
    </section>
  );
}
