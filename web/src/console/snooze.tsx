/** Until when a case is put off, or an answer was promised. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { momentOf } from "../shared/dates";
import { api } from "./api";
import { Dialog } from "./dialog";
import { instead, Tick } from "./pieces";
import type { Run } from "./run";
import { hourLater, japaneseMoment } from "./times";
import { useRead } from "./work";

export function SnoozeDialog(props: { caseId: string; run: Run; close: () => void }): JSX.Element {
  const [isPromise, setPromise] = useState(false);
  // Without them there is still the hour, and any time one likes.
  const { found } = useRead(api.openings, []);
  const [own, setOwn] = useState("");
  const set = (until: string) => {
    props.close();
    props.run(() => api.snooze(props.caseId, until, isPromise));
  };
  const chosen = japaneseMoment(own);
  return (
    <Dialog title="いつまで、あとにしますか？" close={props.close}>
      <p class="small">
        担当はあなたのままです。時刻が来るか、利用者が書き込むと、一覧の上に戻ります。利用者には何も送りません。
      </p>
      <Tick is={isPromise} change={setPromise} testId="promise">
        この時刻までに返事をすると、利用者に約束した
      </Tick>
      <ul class="choices">
        <li>
          <button type="button" data-testid="snooze-hour" onClick={() => set(hourLater(Date.now()))}>
            1時間あと
          </button>
        </li>
        {found?.openings.map((opening) => (
          <li key={opening}>
            <button type="button" data-testid="snooze-opening" onClick={() => set(opening)}>
              {momentOf(opening)}
            </button>
          </li>
        ))}
      </ul>
      <form class="own-time" onSubmit={instead(() => chosen && set(chosen))}>
        <label>
          ほかの日時（日本時間）
          <input
            type="datetime-local"
            data-testid="snooze-time"
            value={own}
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
        </label>
        <button type="submit" data-testid="snooze-set" disabled={!chosen}>
          この日時まで
        </button>
      </form>
      <div class="buttons">
        <button type="button" onClick={props.close}>
          やめる
        </button>
      </div>
    </Dialog>
  );
}
