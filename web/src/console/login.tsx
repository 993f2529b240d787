/** Logging in. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api, words } from "./api";
import type { Session } from "./types";

export function Login(props: { done: (session: Session) => void; expired: boolean }): JSX.Element {
  const [problem, setProblem] = useState(
    props.expired ? "時間がたったため、もう一度ログインしてください。" : "",
  );
  const [isBusy, setBusy] = useState(false);
  return (
    <main class="login">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          setBusy(true);
          setProblem("");
          try {
            props.done(await api.login(String(form.get("email")), String(form.get("password"))));
          } catch (error) {
            setProblem(words(error));
            setBusy(false);
          }
        }}
      >
        <h1>相談デスク</h1>
        <p>おたる移住・起業「ひと旗」サポートセンター</p>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <label for="email">メールアドレス</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          required
          data-testid="login-email"
        />
        <label for="password">パスワード</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          data-testid="login-password"
        />
        <button type="submit" class="primary" disabled={isBusy} data-testid="login-submit">
          {isBusy ? "確かめています…" : "ログイン"}
        </button>
      </form>
    </main>
  );
}
