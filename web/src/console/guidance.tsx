/** What helps in a case of danger: what to say and avoid, and whom to call. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api } from "./api";
import { LiftDialog } from "./danger";
import { standing, why } from "./marks";
import type { Run } from "./run";
import type { CasePage, Guidance } from "./types";
import { flagName } from "./words";

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
