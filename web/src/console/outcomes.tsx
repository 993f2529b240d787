/** 成果: what came of a case, ticked by consultants for the yearly report; and whether it was only a trial. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, words } from "./api";
import type { Outcomes as Found } from "./types";

export function Outcomes({ caseId, mayWrite }: { caseId: string; mayWrite: boolean }): JSX.Element | null {
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isCurrent = true;
    api.outcomes(caseId).then(
      (answer) => isCurrent && setFound(answer),
      (error) => isCurrent && setProblem(words(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [caseId]);
  const tick = async (kind: string, done: boolean) => {
    setProblem("");
    try {
      setFound(await api.tick(caseId, kind, done));
    } catch (error) {
      setProblem(words(error));
    }
  };
  const box = (kind: string, name: string, isDone: boolean) => (
    <label class="tick" key={kind}>
      <input
        type="checkbox"
        data-testid={`outcome-${kind}`}
        checked={isDone}
        disabled={!mayWrite}
        onChange={(event) => void tick(kind, event.currentTarget.checked)}
      />
      {name}
    </label>
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
      {problem && <p role="alert">{problem}</p>}
    </section>
  );
}
