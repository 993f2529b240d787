/** The other cases of a person: of the same talk, joined by a consultant, or with the same contact; joining and parting. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { dayOf } from "../shared/dates";
import { api } from "./api";
import { Dialog } from "./dialog";
import { Decide, instead, Problem, Told } from "./pieces";
import type { CaseDetail, OtherCase } from "./types";
import { channelName, STATES, topicName } from "./words";
import { useWork } from "./work";

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
        <Told name="受付番号">{other.receipt}</Told>
        <Told name="話題・経路">
          {topicName(other.topic)}・{channelName(other.channel)}
        </Told>
        <Told name="受付">{dayOf(other.opened_at)}</Told>
        {other.contact && <Told name="連絡先">{other.contact}</Told>}
      </dl>
      <ul class="small plain">
        <li>どちらの相談からも、もう一方の相談・予約・「ほかの相談でも見せる」メモが見えます。</li>
        <li>会話は一つになりません。返事は、それぞれの窓口（チャット・LINE・メール）に届きます。</li>
        <li>本人の画面は変わらず、何も送られません。いつでも分けられます（記録に残ります）。</li>
      </ul>
      <Decide close={props.close} label="まとめる" testId="join-confirm" act={props.join} />
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
  const { problem, run: work } = useWork();
  const mayJoin = props.mayWrite && found.state !== "alert";
  const run = (asked: () => Promise<void>) => {
    setSaid("");
    void work(asked);
  };
  const look = (wanted: string) => run(async () => setAsked(await api.otherCase(found.case_id, wanted)));
  const join = (other: OtherCase) =>
    run(async () => {
      setAsked(undefined);
      await api.join(found.case_id, other.receipt);
      setReceipt("");
      setSaid(`${other.receipt} とまとめました。`);
      props.reload();
    });
  const part = (other: string) =>
    run(async () => {
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
          <form class="facts" onSubmit={instead(() => receipt.trim() && look(receipt.trim()))}>
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
      <Problem>{problem}</Problem>
      {asked && (
        <Ask found={found} other={asked} join={() => join(asked)} close={() => setAsked(undefined)} />
      )}
    </section>
  );
}
