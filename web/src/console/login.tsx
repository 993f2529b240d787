/** Logging in. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useFocus } from "../shared/focus";
import { ApiError, api, words } from "./api";
import { instead, Problem } from "./pieces";
import type { Session } from "./types";

export function Login(props: {
  done: (session: Session) => void;
  expired: boolean;
  /** Why one was thrown out, if not for the time. */
  why?: string;
}): JSX.Element {
  const [problem, setProblem] = useState(
    props.expired ? props.why || "時間がたったため、もう一度ログインしてください。" : "",
  );
  const [isBusy, setBusy] = useState(false);
  const [wantsCode, setWantsCode] = useState(false);
  const [hasSso, setSso] = useState(false);
  useEffect(() => {
    void api.ways().then((ways) => setSso(ways.sso));
  }, []);
  const [refusals, setRefusals] = useState(0);
  // Whoever was thrown out while writing goes on here.
  const first = useRef<HTMLInputElement>(null);
  useFocus(first, props.expired);
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  // The button was disabled meanwhile, and lost the focus: what is to be typed (again) has it.
  useLayoutEffect(() => {
    const field = code.current ?? password.current;
    if (refusals) field?.focus();
    if (refusals) field?.select();
  }, [refusals]);
  return (
    <main class="login">
      <form
        onSubmit={instead(async (element) => {
          const form = new FormData(element);
          setBusy(true);
          setProblem("");
          try {
            const [email, password, code] = ["email", "password", "code"].map((name) =>
              String(form.get(name) ?? ""),
            ) as [string, string, string];
            props.done(await api.login(email, password, code));
          } catch (error) {
            if (error instanceof ApiError && error.code === "code_wanted") setWantsCode(true);
            setProblem(words(error));
            setBusy(false);
            setRefusals((before) => before + 1);
          }
        })}
      >
        <h1>相談デスク</h1>
        <p>{document.getElementById("console")?.dataset.centre}</p>
        <Problem>{problem}</Problem>
        <label for="email">メールアドレス</label>
        <input
          ref={first}
          id="email"
          name="email"
          type="text"
          inputMode="email"
          autocomplete="username"
          required
          data-testid="login-email"
        />
        <label for="password">パスワード</label>
        <input
          ref={password}
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          data-testid="login-password"
        />
        {wantsCode && (
          <>
            <label for="code">認証アプリの6桁のコード（または回復コード）</label>
            <input
              ref={code}
              id="code"
              name="code"
              inputMode="numeric"
              autocomplete="one-time-code"
              maxLength={20}
              required
              data-testid="login-code"
            />
          </>
        )}
        <button type="submit" class="primary" disabled={isBusy} data-testid="login-submit">
          {isBusy ? "確かめています…" : "ログイン"}
        </button>
        {hasSso && (
          <a class="sso" href="/console/sso/begin" data-testid="login-sso">
            庁内アカウントでログイン
          </a>
        )}
      </form>
    </main>
  );
}
