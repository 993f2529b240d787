/** What was mailed to the migrant and what became of it; the transcript by mail. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { clockTime, dayOf } from "../shared/dates";
import { api, words } from "./api";
import { Dialog } from "./dialog";
import type { Mails as Found, Preview } from "./types";
import { letterKind, letterState } from "./words";

const LOOK_AGAIN_MS = 5_000;

/** `news` changes whenever the case does: a mail may have gone out. */
export function Mails(props: { caseId: string; mayWrite: boolean; news: unknown }): JSX.Element | null {
  const { caseId, news } = props;
  const [found, setFound] = useState<Found>();
  const [look, setLook] = useState(0);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
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
    setProblem("");
    try {
      setPreview(await api.previewTranscript(caseId));
    } catch (error) {
      setProblem(words(error));
    }
  };
  const send = async () => {
    setPreview(undefined);
    try {
      await api.sendTranscript(caseId);
      setSaid("会話の記録をメールで送ります。");
    } catch (error) {
      setProblem(words(error));
    }
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
              <span class="small">
                {dayOf(mail.at)} {clockTime(mail.at)}
              </span>
              {mail.problem && <p class="small">{mail.problem}</p>}
            </li>
          ))}
        </ul>
      )}
      {found.can_send && props.mayWrite && (
        <button type="button" class="slim" data-testid="send-transcript" onClick={() => void read()}>
          会話の記録をメールで送る
        </button>
      )}
      {preview && (
        <Dialog title="会話の記録をメールで送りますか？" close={() => setPreview(undefined)}>
          <dl class="told">
            <div>
              <dt>宛先</dt>
              <dd>{preview.to}</dd>
            </div>
            <div>
              <dt>件名</dt>
              <dd>{preview.subject}</dd>
            </div>
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
          <div class="buttons">
            <button type="button" onClick={() => setPreview(undefined)}>
              やめる
            </button>
            <button
              type="button"
              class="primary"
              data-testid="send-transcript-now"
              onClick={() => void send()}
            >
              送る
            </button>
          </div>
        </Dialog>
      )}
      <p class="small" role="status">
        {said}
      </p>
      {problem && <p role="alert">{problem}</p>}
    </section>
  );
}
