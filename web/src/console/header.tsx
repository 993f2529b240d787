/** The bar on top: whether the desk is open, who is here, own presence, settings, log out. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AlertSettings } from "./alerts";
import { api, words } from "./api";
import { Settings } from "./settings";
import type { DeskState } from "./store";
import type { Session } from "./types";

export function Header(props: {
  session: Session;
  hours: DeskState["hours"];
  settings: AlertSettings;
  change: (next: AlertSettings) => void;
  help: () => void;
  reload: () => void;
  leave: () => void;
}): JSX.Element {
  const { session, hours } = props;
  const [onDuty, setOnDuty] = useState(session.on_duty);
  const [problem, setProblem] = useState("");
  const turn = async (next: boolean) => {
    setOnDuty(next);
    setProblem("");
    try {
      await api.duty(next);
    } catch (error) {
      setOnDuty(!next);
      setProblem(words(error));
    }
    props.reload();
  };
  return (
    <header>
      <strong>相談デスク</strong>
      <span class={hours.open ? "open" : "closed"} data-testid="hours">
        {hours.open ? "受付中" : `時間外${hours.opens_text ? `（次は ${hours.opens_text}）` : ""}`}・在席{" "}
        {hours.on_duty}人
      </span>
      {session.role !== "auditor" && (
        <label class="duty">
          <input
            type="checkbox"
            data-testid="duty"
            checked={onDuty}
            onChange={(event) => void turn(event.currentTarget.checked)}
          />
          在席（相談を受けられる）
        </label>
      )}
      {problem && (
        <span class="small" role="alert">
          {problem}
        </span>
      )}
      <nav class="office" aria-label="事務">
        {session.role !== "auditor" && (
          <a href="/console/deliveries" class={hours.stuck ? "stuck" : ""}>
            送信の記録{hours.stuck > 0 && `（届いていない ${hours.stuck}件）`}
          </a>
        )}
        {["supervisor", "manager"].includes(session.role) && <a href="/console/hours">受付時間</a>}
        {session.role === "manager" && <a href="/console/accounts">アカウント</a>}
        {["manager", "auditor"].includes(session.role) && <a href="/console/audit">操作の記録</a>}
        <a href="/console/second-factor">二段階認証</a>
      </nav>
      <Settings settings={props.settings} change={props.change} help={props.help} />
      <span class="me">{session.name}</span>
      <button
        type="button"
        data-testid="logout"
        onClick={() =>
          api.logout().then(props.leave, (error) => {
            setProblem(words(error));
          })
        }
      >
        ログアウト
      </button>
    </header>
  );
}
