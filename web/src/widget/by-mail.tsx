/** 会話をメールで受け取る: an address, the code that was mailed to it, done. */

import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "./transport";

export interface ByMail {
  /** Have a code mailed to an address. */
  ask: (email: string) => Promise<unknown>;
  /** Have the transcript mailed to the address that the code proves. */
  confirm: (code: string) => Promise<unknown>;
}

const FAILED = "いま送れませんでした。通信を確かめて、もう一度お試しください。";

export function ByMailDialog(props: { dialog: RefObject<HTMLDialogElement>; mail: ByMail }): JSX.Element {
  const [step, setStep] = useState<"address" | "code" | "done">("address");
  const [problem, setProblem] = useState("");
  const [address, setAddress] = useState("");
  const [isBusy, setBusy] = useState(false);
  // Each step is a form of its own: what had the focus has gone with the one before.
  const shown = useRef(step);
  useLayoutEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    props.dialog.current?.querySelector<HTMLElement>("input, button")?.focus();
  }, [step]);
  const submit = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get("given") ?? "").trim();
    if (isBusy) return;
    // In our own words: the browser's are in its own language, and gone with the next touch.
    if (!given) {
      setProblem(
        step === "address" ? "メールアドレスを書いてください。" : "メールに書かれた番号を入れてください。",
      );
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      if (step === "address") {
        await props.mail.ask(given);
        setAddress(given);
        setStep("code");
      } else {
        await props.mail.confirm(given);
        setStep("done");
      }
    } catch (error) {
      setProblem(error instanceof Refusal ? error.message : FAILED);
    } finally {
      setBusy(false);
    }
  };
  const closed = () => {
    setProblem("");
    if (step === "done") setStep("address");
  };
  const asksCode = step === "code";
  return (
    <dialog ref={props.dialog} aria-labelledby="hitohata-by-mail" onClose={closed}>
      <h2 id="hitohata-by-mail">会話をメールで受け取る</h2>
      {step === "done" ? (
        <p role="status">
          会話の記録をメールで送ります。数分たっても届かないときは、迷惑メールも確かめてください。
        </p>
      ) : (
        <form key={step} class="by-mail" noValidate onSubmit={(event) => void submit(event)}>
          <p role="status">
            {asksCode
              ? `${address} に確認の番号を送りました。30分以内に入れてください。`
              : "この会話の記録（テキストとPDF）を送ります。先に、確認の番号をお送りします。"}
          </p>
          <label>
            {asksCode ? "確認の番号（6けた）" : "メールアドレス"}
            <input
              name="given"
              type="text"
              inputMode={asksCode ? "numeric" : "email"}
              autocomplete={asksCode ? "one-time-code" : "email"}
              maxLength={asksCode ? 20 : 254}
              aria-describedby="hitohata-by-mail-problem"
              aria-invalid={problem !== ""}
              required
            />
          </label>
          <p id="hitohata-by-mail-problem" class="problem" role="alert">
            {problem}
          </p>
          <button type="submit" aria-disabled={isBusy}>
            {asksCode ? "記録を送る" : "番号を送る"}
          </button>
          {asksCode && (
            <button type="button" onClick={() => setStep("address")}>
              アドレスを直す
            </button>
          )}
        </form>
      )}
      <button type="button" onClick={() => props.dialog.current?.close()}>
        {step === "done" ? "閉じる" : "やめる"}
      </button>
    </dialog>
  );
}
