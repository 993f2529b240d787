/** One dialog that ends a case: how it ended, what is said to the person, and whether who only disturbs is to be muted. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api } from "./api";
import { Dialog } from "./dialog";
import { caseAddress, instead, Select } from "./pieces";
import type { Offering, Run } from "./run";
import type { CaseDetail } from "./types";
import { ENDINGS, type Ending, flagName } from "./words";

type Way = "thanks" | "return" | "silent";

const WAYS: Record<Way, string> = {
  silent: "送らずに終了",
  return: "自動応答に任せて終える",
  thanks: "お礼を送って終える",
};
const MUTES: [string, string][] = [
  ["0", "止めない"],
  ["1", "1日"],
  ["7", "7日"],
  ["31", "31日"],
];

export function ClosingDialog(props: {
  found: CaseDetail;
  isMine: boolean;
  run: Run;
  offer: Offering;
  /** Goes to the case that comes next. */
  next: () => void;
  close: () => void;
}): JSX.Element {
  const { found } = props;
  const [ending, setEnding] = useState<Ending>("solved");
  const [days, setDays] = useState("7");
  const isNuisance = ending === "nuisance";
  // By mail nothing but what a consultant writes is sent, and the assistant answers nobody.
  const isLetter = found.channel === "mail";
  // Nobody thanks who only disturbed.
  const usual: Way = isNuisance || isLetter ? "silent" : "thanks";
  const ways: Way[] = isLetter
    ? ["silent"]
    : ["silent", ...(props.isMine ? ["return" as const] : []), "thanks"];
  const finish = (way: Way) => {
    props.close();
    props.run(async () => {
      if (isNuisance && days !== "0") await api.mute(found.case_id, Number(days));
      if (way === "return") await api.giveBack(found.case_id, ending);
      else await api.close(found.case_id, ending, way === "silent");
      props.next();
      props.offer({ undo_seconds: 10 }, `${found.receipt} を終えました。`, async () => {
        await api.act(found.case_id, "reopen");
        if (isNuisance && days !== "0" && !found.muted_until) await api.unmute(found.case_id);
        location.hash = caseAddress(found.case_id);
      });
    });
  };
  const button = (way: Way) => (
    <button
      key={way}
      type={way === usual ? "submit" : "button"}
      class={way === usual ? "primary" : ""}
      data-testid={way === usual ? "confirm" : `confirm-${way}`}
      onClick={way === usual ? undefined : () => finish(way)}
    >
      {WAYS[way]}
    </button>
  );
  return (
    <Dialog title={`${found.receipt} を終えますか？`} close={props.close}>
      <form onSubmit={instead(() => finish(usual))}>
        <fieldset class="endings">
          <legend>どう終わりましたか</legend>
          {(Object.keys(ENDINGS) as Ending[]).map((key) => (
            <label class="tick" key={key}>
              <input
                type="radio"
                name="ending"
                value={key}
                data-testid={`ending-${key}`}
                checked={key === ending}
                onChange={() => setEnding(key)}
              />
              {ENDINGS[key]}
            </label>
          ))}
        </fieldset>
        {isNuisance && (
          <Select
            label="この方からの呼び出しを止める"
            class="mute"
            value={days}
            options={MUTES}
            change={setDays}
            testId="mute-days"
          >
            <span class="small">
              止めているあいだも伝言は残せます。命や安全にかかわる言葉は、止めていても知らせます。
            </span>
          </Select>
        )}
        {found.flags.length > 0 && (
          <p class="settles" data-testid="settles">
            この相談の危険の印（{found.flags.map(flagName).join("・")}）は「対応済み」になります。
          </p>
        )}
        <p class="small">
          {isLetter
            ? "この方へは何も送りません。次のメールが届くと、また「待っている」に並びます。終えたあとも、また開けます。"
            : "利用者が次に書き込むと、自動応答からやり直せます。終えたあとも、また開けます。"}
        </p>
        <div class="buttons">
          {ways.filter((way) => way !== usual).map(button)}
          <button type="button" onClick={props.close}>
            やめる
          </button>
          {button(usual)}
        </div>
      </form>
    </Dialog>
  );
}
