/** 見守り: somebody said words of danger to the bot and called nobody. Only those words and what stands around them are shown. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api } from "./api";
import type { Run } from "./run";
import type { DeskMessage } from "./types";

export function AlertNote(props: {
  caseId: string;
  isBooking: boolean;
  isWhole: boolean;
  run: Run;
  open: (messages: DeskMessage[]) => void;
}): JSX.Element {
  const [isBusy, setBusy] = useState(false);
  return (
    <div class="alert-note" data-testid="alert-note">
      <p>
        {props.isBooking
          ? "予約の「聞きたいこと」に、危険を知らせる言葉がありました。予約から連絡先を確かめて、すぐに連絡してください。"
          : "自動応答との会話に、危険を知らせる言葉がありました。本人は相談員を呼んでいません。声をかけるときは「担当する」を押すか、下に書いて送ってください。"}
      </p>
      {!props.isBooking && (
        <p class="small">
          {props.isWhole
            ? "会話の全体が見えています（開いたことは記録されました）。"
            : "見えているのは、その言葉と前後の3つの発言だけです。"}{" "}
          {!props.isWhole && (
            <button
              type="button"
              class="slim"
              data-testid="open-talk"
              disabled={isBusy}
              onClick={() => {
                setBusy(true);
                props.run(async () => {
                  try {
                    props.open((await api.talk(props.caseId)).messages);
                  } finally {
                    setBusy(false);
                  }
                });
              }}
            >
              会話の全体を開く（記録されます）
            </button>
          )}
        </p>
      )}
    </div>
  );
}
