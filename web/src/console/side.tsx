/** What is known of the case: question, what was told, contact (hidden until asked for), notes, earlier cases. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CaseAppointments } from "./appointments";
import { Contact, type Cover } from "./contact";
import { FactsForm } from "./facts";
import { Mails } from "./mails";
import { Notes } from "./notes";
import { Outcomes } from "./outcomes";
import { PersonCases } from "./person";
import type { News } from "./store";
import { Summary } from "./summary";
import type { CasePage } from "./types";
import { labelName, percent } from "./words";
import { useReturn } from "./work";

export function Side(props: {
  page: CasePage;
  guidance: JSX.Element;
  cover: Cover;
  mayWrite: boolean;
  me: string;
  /** Puts words into the reply; undefined where nothing can be written. */
  offer: ((words: string) => void) | undefined;
  reload: () => void;
  tell: (news: News) => void;
}): JSX.Element {
  const { case: found, titles } = props.page;
  const [isCorrecting, setCorrecting] = useState(false);
  const corrector = useReturn(isCorrecting);
  const mayCorrect = props.mayWrite && found.state !== "closed" && found.state !== "alert";
  return (
    <aside class="side" aria-label="相談の内容">
      {props.guidance}
      {isCorrecting ? (
        <section>
          <h2>相談の内容を直す</h2>
          <FactsForm found={found} reload={props.reload} close={() => setCorrecting(false)} />
        </section>
      ) : (
        <Summary
          found={found}
          titles={titles}
          correct={mayCorrect ? () => setCorrecting(true) : undefined}
          corrector={corrector}
        />
      )}
      <Notes
        caseId={found.case_id}
        notes={props.page.notes}
        ofPerson={props.page.person_notes}
        reload={props.reload}
        mayWrite={props.mayWrite}
        me={props.me}
        tell={props.tell}
      />
      <Contact found={found} cover={props.cover} mayShow={props.mayWrite} />
      <Mails caseId={found.case_id} mayWrite={props.mayWrite} news={props.page} />
      <Outcomes key={`outcomes-${found.case_id}`} caseId={found.case_id} mayWrite={props.mayWrite} />
      {props.mayWrite && (
        <CaseAppointments
          found={found}
          offer={props.offer}
          version={props.page.messages[props.page.messages.length - 1]?.seq ?? 0}
        />
      )}
      {found.understood.length > 0 && (
        <section>
          <h2>自動応答の理解</h2>
          <ul>
            {found.understood.map((item) => (
              <li key={item.label}>
                {labelName(item.label, titles)} <span class="small">{percent(item.confidence)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <PersonCases
        key={`person-${found.case_id}`}
        found={found}
        mayWrite={props.mayWrite}
        reload={props.reload}
      />
    </aside>
  );
}
