/** Words of danger in a case: what to say and whom to call, marks set and lifted by hand with a reason. */

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { clockTime } from "../shared/dates";
import { api } from "./api";
import { Dialog } from "./dialog";
import { Decide, instead, Select } from "./pieces";
import type { Run } from "./run";
import type { CasePage, DangerKind, DeskMessage, Guidance, Mark } from "./types";
import { flagName } from "./words";

const LONGEST_REASON = 300;
const KINDS: DangerKind[] = ["distress", "emergency"];
/** More than these are chosen from nowhere. */
const MOST_OFFERED = 10;

export const standing = (marks: Mark[]): Mark[] => marks.filter((mark) => mark.state === "open");

/** Why a mark is there, so that a wrong one is seen for what it is. */
export function why(mark: Mark): string {
  const rule = mark.rule ? `：${mark.rule}` : "";
  const score = mark.score === null ? "" : `：${Math.round(mark.score * 100)}%`;
  const reason = mark.reason ? `：${mark.reason}` : "";
  return `${mark.by_name}${rule}${score}${reason}`;
}

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

function Lines({ name, lines }: { name: string; lines: string[] }): JSX.Element {
  return (
    <>
      <h3>{name}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function Numbers({ guidance }: { guidance: Guidance }): JSX.Element {
  return (
    <ul class="numbers">
      {guidance.numbers.map((line) => (
        <li key={`${line.label} ${line.tel}`}>
          {line.label} <strong>{line.tel}</strong>
        </li>
      ))}
    </ul>
  );
}

/** What helps now: stands on top of what is known of the case while a mark stands. */
export function GuidanceCard(props: {
  page: CasePage;
  mayWrite: boolean;
  isBusy: boolean;
  run: Run;
}): JSX.Element | null {
  const { guidance, marks } = props.page.danger;
  const [isLifting, setLifting] = useState(false);
  const [isCalled, setCalled] = useState(false);
  const open = standing(marks);
  const { case_id: id, flags, state } = props.page.case;
  const lifting = isLifting && (
    <LiftDialog
      caseId={id}
      marks={null}
      isAlert={state === "alert"}
      run={props.run}
      close={() => setLifting(false)}
    />
  );
  const lift = props.mayWrite && (
    <button type="button" data-testid="lift" onClick={() => setLifting(true)}>
      危険なしとする
    </button>
  );
  // The assistant handed over with the reason, and no message of the talk is marked.
  if (!guidance && flags.length > 0 && state !== "closed")
    return (
      <section class="guidance" data-testid="guidance" aria-label="危険への対応">
        <h2>至急：{flags.map(flagName).join("・")}</h2>
        <p class="small">引き継ぎの理由による印です。</p>
        <div class="buttons">{lift}</div>
        {lifting}
      </section>
    );
  if (!guidance) return null;
  return (
    <section class="guidance" data-testid="guidance" aria-label="危険への対応">
      <h2>至急：{guidance.title}</h2>
      {open.map((mark) => (
        <p class="raised" key={mark.id}>
          「{mark.words}」 <span class="small">（{why(mark)}）</span>
        </p>
      ))}
      {props.mayWrite && (
        <div class="buttons">
          <button
            type="button"
            class="primary"
            data-testid="call-supervisor"
            disabled={props.isBusy || isCalled}
            onClick={() =>
              props.run(async () => {
                await api.callSupervisor(id);
                setCalled(true);
              })
            }
          >
            {isCalled ? "主任を呼びました" : "主任を呼ぶ"}
          </button>
          {lift}
        </div>
      )}
      <Numbers guidance={guidance} />
      <Lines name="言うこと・聞くこと" lines={guidance.say} />
      <Lines name="しないこと" lines={guidance.avoid} />
      <Lines name="つなぐ・通報する" lines={guidance.call} />
      {lifting}
    </section>
  );
}
