/** What stands in the way, and the way on: a try at once, or the telephone. */

import type { JSX } from "preact";
import { city } from "../shared/city";
import type { Log } from "./log";
import { Said } from "./words";

export function ErrorNotice(props: {
  log: Log;
  /** Something the person asked for could not be done. */
  problem: string | undefined;
  tryNow: () => void;
}): JSX.Element {
  const { log, problem } = props;
  const isEmpty = log.messages.length === 0;
  return (
    <>
      <div class={log.isConnected ? "" : "banner"}>
        {/* Always there: a region that comes together with its words is often not read out. */}
        <p role="status">
          {!log.isConnected && (
            <Said words={log.problem ?? "つながっていません。書いた内容は残し、つながりしだい送ります。"} />
          )}
        </p>
        {!log.isConnected && (
          <>
            {isEmpty && city && (
              <p>
                お急ぎのときは、お電話ください：{city.office}{" "}
                <a href={`tel:${city.phone.replace(/\D/g, "")}`}>{city.phone}</a>
              </p>
            )}
            <button type="button" onClick={props.tryNow}>
              もう一度ためす
            </button>
          </>
        )}
      </div>
      {(problem ?? log.notice) && (
        <p class="banner" role="alert">
          <Said words={problem ?? log.notice ?? ""} />
        </p>
      )}
    </>
  );
}
