/** What was mailed to the migrant and what became of it; the transcript by mail. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import { api } from "./api";
import { Dialog } from "./dialog";
import { Decide, Told } from "./pieces";
import type { Mails as Found, Preview } from "./types";
import { letterKind, letterState } from "./words";
import { useWork } from "./work";

const LOOK_AGAIN_MS = 5_000;

/** `news` changes whenever the case does: a mail may have gone out. */
export function Mails(props: { caseId: string; mayWrite: boolean; news: unknown }): JSX.Element | null {
  const { caseId, news } = props;
  const [found, setFound] = useState<Found>();
  const [look, setLook] = useState(0);
  const [said, setSaid] = useState("");
  const { problem, run } = useWork();
  useEffect(() => {
    let isOver = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    api
      .mails(caseId)
      .then((next) => {
        if (isOver) return;
        setFound(next);
        // What is on its way has arrived soon.
        if (next.mails.some(({ state }) => state === "ready" || state === "sending"))
          again = setTimeout(() => setLook((count) => count + 1), LOOK_AGAIN_MS);
      })
      .catch(() => undefined);
    return () => {
      isOver = true;
      clearTimeout(again);
    };
  }, [caseId, news, said, look]);
  const [preview, setPreview] = useState<Preview>();
  const read = async () => {
    setSaid("");
    setPreview(await api.previewTranscript(caseId));
  };
  const send = async () => {
    setPreview(undefined);
    await api.sendTranscript(caseId);
    setSaid("会話の記録をメールで送ります。");
  };
  if (!found || (!found.can_send && found.mails.length === 0)) return null;
  return (
    <section data-testid="mails">
      <h2>メール</h2>
      {found.mails.length > 0 && (
        <ul>
          {found.mails.map((mail) => (
            <li key={mail.at + mail.kind}>
              {letterKind(mail.kind)}：{letterState(mail.state)}{" "}
              <span class="small">{momentOf(mail.at)}</span>
              {mail.problem && <p class="small">{mail.problem}</p>}
            </li>
          ))}
        </ul>
      )}
      {found.can_send && props.mayWrite && (
        <button type="button" class="slim" data-testid="send-transcript" onClick={() => void run(read)}>
          会話の記録をメールで送る
        </button>
      )}
      {preview && (
        <Dialog title="会話の記録をメールで送りますか？" close={() => setPreview(undefined)}>
          <dl class="told">
            <Told name="宛先">{preview.to}</Told>
            <Told name="件名">{preview.subject}</Told>
          </dl>
          <textarea
            class="preview"
            readOnly
            rows={12}
            aria-label="送る文"
            data-testid="transcript-preview"
            value={preview.text}
          />
          <p class="small">
            同じ内容のPDFも添えます。連絡先はこの画面では伏せています。メモは入りません。送ったあとは取り消せません。
          </p>
          <Decide
            close={() => setPreview(undefined)}
            label="送る"
            testId="send-transcript-now"
            act={() => void run(send)}
          />
        </Dialog>
      )}
      <p class="small" role="status">
        {said}
      </p>
      {problem && <p role="alert">{problem}</p>}
    </section>
  );
}
