/** The consultants' desk: who is not logged in logs in, and comes back to the case in the address. */

import type { JSX } from "preact";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { interruptedPage, isFormKept } from "../shared/lost-form";
import { ApiError, api, onExpired } from "./api";
import { Desk } from "./desk";
import { Login } from "./login";
import type { Session } from "./types";
import { wantedPage } from "./wanted";
import "./console.css";
import "./danger.css";
import "./search.css";
import "./week.css";

type Who =
  | { is: "unknown" }
  | { is: "unreachable"; message: string }
  | { is: "nobody"; expired: boolean; why?: string }
  | { is: "here"; session: Session };

function Root(): JSX.Element {
  const [who, setWho] = useState<Who>({ is: "unknown" });
  const ask = useCallback(async () => {
    setWho({ is: "unknown" });
    try {
      setWho({ is: "here", session: await api.session() });
    } catch (error) {
      if (error instanceof ApiError && error.status !== 401)
        setWho({ is: "unreachable", message: error.message });
      else if (isFormKept())
        setWho({
          is: "nobody",
          expired: true,
          why: "時間がたったため、まだ送られていません。もう一度ログインすると、書いた内容に戻ります。",
        });
      else setWho({ is: "nobody", expired: false });
    }
  }, []);
  useEffect(() => {
    // Only who was here can have expired; the first question of all is answered above.
    onExpired((why) => setWho((now) => (now.is === "here" ? { is: "nobody", expired: true, why } : now)));
    void ask();
  }, [ask]);
  switch (who.is) {
    case "unknown":
      return <p class="loading">読み込んでいます…</p>;
    case "unreachable":
      return (
        <main class="loading">
          <h1>相談デスク</h1>
          <p role="alert">{who.message}</p>
          <button type="button" onClick={() => void ask()}>
            もう一度読み込む
          </button>
        </main>
      );
    case "nobody":
      return (
        <Login
          done={(session) => {
            const interrupted = session.must_set_factor ? undefined : interruptedPage();
            if (interrupted) location.replace(interrupted);
            else setWho({ is: "here", session });
          }}
          expired={who.expired}
          why={who.why ?? ""}
        />
      );
    case "here":
      if (who.session.must_set_factor) {
        location.replace("/console/second-factor");
        return <p class="loading">二段階認証の設定を開いています…</p>;
      }
      if (wantedPage(location.search)) {
        location.replace(wantedPage(location.search) as string);
        return <p class="loading">ページを開いています…</p>;
      }
      if (who.session.role === "auditor") {
        // Auditors read the log and no conversations.
        location.replace("/console/audit");
        return <p class="loading">操作の記録を開いています…</p>;
      }
      return <Desk session={who.session} leave={() => setWho({ is: "nobody", expired: false })} />;
  }
}

const place = document.getElementById("console");
if (place) {
  place.textContent = "";
  render(<Root />, place);
}
