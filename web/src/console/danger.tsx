/** Marks of danger, set and lifted by hand with a reason. */

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { clockTime } from "../shared/dates";
import { api } from "./api";
import { Dialog } from "./dialog";
import { standing } from "./marks";
import { Decide, instead, Select } from "./pieces";
import type { Run } from "./run";
import type { CasePage, DangerKind, DeskMessage, Mark } from "./types";
import { flagName } from "./words";

const LONGEST_REASON = 300;
const KINDS: DangerKind[] = ["distress", "emergency"];
/** More than these are chosen from nowhere. */
const MOST_OFFERED = 10;

function ReasonDialog(props: {
  title: string;
  words: string;
  label: string;
  children?: ComponentChildren;
  decide: (reason: string) => void;
  close: () => void;
}): JSX.Element {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={props.title} close={props.close}>
      <form
        method="dialog"
        class="reason"
        onSubmit={instead(() => {
          props.decide(reason.trim());
          props.close();
        })}
      >
        <p>{props.words}</p>
        {props.children}
        <label>
          理由（記録に残ります）
          <input
            type="text"
            required
            pattern=".*\S.*"
            maxLength={LONGEST_REASON}
            data-testid="reason"
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <Decide close={props.close} label={props.label} testId="reason-confirm" />
      </form>
    </Dialog>
  );
}

/** Take marks away that were no danger; without `marks` all of the case. */
export function LiftDialog(props: {
  caseId: string;
  marks: Mark[] | null;
  isAlert: boolean;
  run: Run;
  close: () => void;
}): JSX.Element {
  const words = props.isAlert
    ? "見守りの一覧から外します。利用者には何も伝わりません。"
    : "赤い印を外します。順番は、待ち時間どおりに戻ります。利用者には何も伝わりません。";
  return (
    <ReasonDialog
      title="危険なしとしますか？"
      words={words}
      label="危険なしとする"
      close={props.close}
      decide={(reason) =>
        props.run(async () => {
          const ids = props.marks?.map((mark) => mark.id) ?? null;
          const { state } = await api.liftDanger(props.caseId, ids, reason);
          if (props.isAlert && state === "closed") location.hash = "#/";
        })
      }
    />
  );
}

const excerpt = (message: DeskMessage) =>
  message.parts
    .map((part) => (part.type === "text" ? part.text : ""))
    .join(" ")
    .slice(0, 40);

/** Mark a message of the migrant's by hand. */
export function MarkDialog(props: { page: CasePage; run: Run; close: () => void }): JSX.Element {
  const { page } = props;
  const marked = new Set(standing(page.danger.marks).map((mark) => mark.seq));
  const offered = page.messages
    .filter((message) => message.author === "user" && !marked.has(message.seq))
    .slice(-MOST_OFFERED)
    .reverse();
  const [seq, setSeq] = useState(String(offered[0]?.seq ?? 0));
  const [kind, setKind] = useState<DangerKind>("distress");
  const [subject, setSubject] = useState("crisis");
  if (!offered.length)
    return (
      <Dialog title="危険の印を付ける" close={props.close}>
        <p>印を付けられる利用者の発言がありません。</p>
        <div class="buttons">
          <button type="button" onClick={props.close}>
            閉じる
          </button>
        </div>
      </Dialog>
    );
  return (
    <ReasonDialog
      title="危険の印を付ける"
      words="列の先頭に出て、在席の職員に至急の知らせが届きます。利用者には何も伝わりません。"
      label="印を付ける"
      close={props.close}
      decide={(reason) =>
        props.run(() => api.setDanger(page.case.case_id, { seq: Number(seq), kind, subject, reason }))
      }
    >
      <Select
        label="どの発言ですか"
        testId="mark-message"
        value={seq}
        options={offered.map((message) => [
          String(message.seq),
          `${clockTime(message.sent_at)} ${excerpt(message)}`,
        ])}
        change={setSeq}
      />
      <Select label="種類" value={kind} options={KINDS.map((one) => [one, flagName(one)])} change={setKind} />
      <Select
        label="何について"
        value={subject}
        options={Object.entries(page.danger.subjects)}
        change={setSubject}
      />
    </ReasonDialog>
  );
}
