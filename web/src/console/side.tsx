/** What is known of the case: question, what was told, contact (hidden until asked for), notes, earlier cases. */

import type { JSX, Ref } from "preact";
import { useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import { api } from "./api";
import { CaseAppointments } from "./appointments";
import { FactsForm } from "./facts";
import { Mails } from "./mails";
import { Notes } from "./notes";
import { Outcomes } from "./outcomes";
import { PersonCases } from "./person";
import { Told } from "./pieces";
import type { News } from "./store";
import type { CaseDetail, CasePage, Whole } from "./types";
import {
  channelName,
  contactName,
  detailsOf,
  labelName,
  percent,
  reasonName,
  slotName,
  topicName,
} from "./words";
import { useReturn, useWork } from "./work";

interface Cover {
  /** There is something to uncover. */
  hides: boolean;
  isWhole: boolean;
  setWhole: (whole: Whole | null) => void;
}

function Contact({
  found,
  cover,
  mayShow,
}: {
  found: CaseDetail;
  cover: Cover;
  mayShow: boolean;
}): JSX.Element {
  const { problem, run } = useWork();
  const { consent, contact } = found;
  const toggle = async () => cover.setWhole(cover.isWhole ? null : await api.contact(found.case_id));
  return (
    <section>
      <h2>連絡先</h2>
      {contact ? (
        <dl>
          <Told name={contactName(contact.kind)}>
            <span data-testid="contact">{contact.value}</span>
          </Told>
          {detailsOf(contact).map(([name, told]) => (
            <Told key={name} name={name}>
              {told}
            </Told>
          ))}
        </dl>
      ) : (
        <p class="small">このチャットで返事をします（連絡先は預かっていません）。</p>
      )}
      {mayShow && cover.hides && (
        <p class="small">
          <button
            type="button"
            class="slim"
            data-testid="show-contact"
            aria-pressed={cover.isWhole}
            onClick={() => void run(toggle)}
          >
            {cover.isWhole ? "隠す" : "表示（記録されます）"}
          </button>{" "}
          会話やメモの中の連絡先も{cover.isWhole ? "見えています" : "伏せています"}。
        </p>
      )}
      {problem && <p role="alert">{problem}</p>}
      {consent && (
        <details class="small">
          <summary>
            個人情報の取り扱い：{consent.given ? "同意あり" : "同意なし"}
            {consent.at ? `（${momentOf(consent.at)}）` : ""}
          </summary>
          <p class="words">{consent.text}</p>
        </details>
      )}
    </section>
  );
}

/** What the migrant told of themselves, in the order in which a consultant asks. */
const TOLD = ["language", "goal", "stage", "from_where", "family", "timing", "amounts"];

function Brief({
  found,
  titles,
  correct,
  corrector,
}: {
  found: CaseDetail;
  titles: Record<string, string>;
  correct: (() => void) | undefined;
  corrector: Ref<HTMLButtonElement>;
}): JSX.Element {
  const { brief, slots } = found;
  const told = TOLD.filter((name) => slots[name]);
  return (
    <section data-testid="brief">
      <h2>
        相談のまとめ{" "}
        {correct && (
          <button ref={corrector} type="button" class="slim" data-testid="correct" onClick={correct}>
            直す
          </button>
        )}
      </h2>
      {found.tags.length > 0 && (
        <p class="tags" data-testid="tags">
          {found.tags.map((tag) => (
            <span key={tag}>#{tag}</span>
          ))}
        </p>
      )}
      <p class="words question">{found.question || "（なし）"}</p>
      <dl class="told">
        {told.map((name) => (
          <Told key={name} name={slotName(name)}>
            {slots[name]}
          </Told>
        ))}
        {brief.topics.length > 0 && (
          <Told name="答えた話題">{brief.topics.map((label) => labelName(label, titles)).join("、")}</Told>
        )}
        {brief.last_question && brief.last_question !== found.question && (
          <Told name="最後の質問">{brief.last_question}</Told>
        )}
        {brief.failed.length > 0 && (
          <Told name="答えられなかった質問">
            <ul class="failed">
              {brief.failed.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </Told>
        )}
        <Told name="引き継ぎの理由">{reasonName(found.reason)}</Told>
        <Told name="話題・経路">
          {topicName(found.topic)}・{channelName(found.channel)}
        </Told>
        <Told name="受付">{momentOf(found.opened_at)}</Told>
        {found.closed_at && <Told name="終了">{momentOf(found.closed_at)}</Told>}
      </dl>
      {told.length === 0 && <p class="small">住まいの地域・家族・時期などは、まだ話に出ていません。</p>}
    </section>
  );
}

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
        <Brief
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
