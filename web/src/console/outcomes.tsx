/** 成果: what came of a case, ticked by consultants for the yearly report; and whether it was only a trial. */

import type { JSX } from "preact";
import { api } from "./api";
import { Tick } from "./pieces";
import { useRead, useWork } from "./work";

export function Outcomes({ caseId, mayWrite }: { caseId: string; mayWrite: boolean }): JSX.Element | null {
  const { found, setFound, problem: unread } = useRead(() => api.outcomes(caseId), [caseId]);
  const { problem, run } = useWork();
  const box = (kind: string, name: string, isDone: boolean) => (
    <Tick
      key={kind}
      testId={`outcome-${kind}`}
      is={isDone}
      disabled={!mayWrite}
      change={(done) => void run(async () => setFound(await api.tick(caseId, kind, done)))}
    >
      {name}
    </Tick>
  );
  return (
    <section>
      <h2>成果</h2>
      {found && (
        <>
          {found.kinds.map(({ kind, name }) => box(kind, name, found.done.includes(kind)))}
          {box("test", "試験の会話（集計から除く）", found.test)}
        </>
      )}
      {(problem || unread) && <p role="alert">{problem || unread}</p>}
    </section>
  );
}
