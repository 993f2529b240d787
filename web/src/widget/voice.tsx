/** Writes what is said, where the browser can do it; whose servers hear it is said before. Fetched with the field's first use. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Heard {
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}
interface Listener {
  lang: string;
  interimResults: boolean;
  onresult: ((event: Heard) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  start: () => void;
  stop: () => void;
  abort: () => void;
}
type Makes = new () => Listener;
const WHY: Record<string, string> = {
  "not-allowed": "マイクを使うことが、ブラウザで許されていません。",
  "service-not-allowed": "マイクを使うことが、ブラウザで許されていません。",
  "no-speech": "声が聞こえませんでした。",
  network: "つながりませんでした。",
};

/** The browser's own recogniser; undefined where it has none. */
export function recogniser(): Makes | undefined {
  const known = window as unknown as { SpeechRecognition?: Makes; webkitSpeechRecognition?: Makes };
  return known.SpeechRecognition ?? known.webkitSpeechRecognition;
}

export default function Voice({ write }: { write: (words: string) => void }): JSX.Element | null {
  const [step, setStep] = useState<"off" | "asks" | "hears">("off");
  const [said, setSaid] = useState("");
  const listener = useRef<Listener>();
  // Whoever closes the chat is heard no more.
  useEffect(() => () => listener.current?.abort(), []);
  const Recogniser = recogniser();
  if (!Recogniser) return null;

  const listen = () => {
    const made = new Recogniser();
    listener.current = made;
    made.lang = "ja-JP";
    made.interimResults = false;
    made.onresult = ({ results }) => {
      const words = Array.from(results, (result) => (result.isFinal ? (result[0]?.transcript ?? "") : ""));
      write(words.join(""));
    };
    made.onerror = ({ error }) =>
      setSaid(WHY[error] ?? (error === "aborted" ? "" : "聞き取れませんでした。"));
    made.onend = () => setStep("off");
    setSaid("");
    setStep("hears");
    made.start();
  };
  return (
    <div style={{ gridColumn: "1 / -1" }}>
      {step === "off" && (
        <button type="button" class="quiet" data-testid="voice" onClick={() => setStep("asks")}>
          声で入力
        </button>
      )}
      {step === "asks" && (
        <p>
          声は、このブラウザを作った会社のサーバーに送られて、文字になります。市には、送信した文字だけが届きます。{" "}
          <button type="button" data-testid="voice-start" onClick={listen}>
            話す
          </button>{" "}
          <button type="button" onClick={() => setStep("off")}>
            やめる
          </button>
        </p>
      )}
      {step === "hears" && (
        <button type="button" class="quiet" onClick={() => listener.current?.stop()}>
          聞いています… 止める
        </button>
      )}
      <span class="hint" role="status">
        {said}
      </span>
    </div>
  );
}
