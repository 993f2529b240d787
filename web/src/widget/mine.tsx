/** わたしの予約とメッセージ: what the person has with the office, with the ways to change it. Fetched when it is opened. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Mine as Found } from "../shared/api";
import type { Client } from "./client";
import { External } from "./external";
import { addStyles } from "./lazy-styles";
import styles from "./mine.css?inline";

export default function Mine(props: {
  desk: Pick<Client, "ask" | "log">;
  /** Says something in the talk; a choice's id where it is one. */
  say: (words: string, choice?: string) => void;
}): JSX.Element {
  const { desk, say } = props;
  const box = useRef<HTMLDivElement>(null);
  const [found, setFound] = useState<Found>();
  const [hasFailed, setFailed] = useState(false);
  // once each time that it is opened: what stands there has changed meanwhile
  useEffect(() => {
    addStyles(box.current, styles);
    desk.ask("/mine").then(
      (answer) => setFound(answer as Found),
      () => setFailed(true),
    );
  }, []);
  // The dialog had the focus on its last button, and grew: what was found is read from its beginning.
  useLayoutEffect(() => {
    const dialog = box.current?.closest("dialog");
    if (dialog && found) dialog.scrollTop = 0;
  }, [found]);
  const isWithPerson = /^(?:queued|consultant)$/.test(desk.log.standing?.holder ?? "");
  return (
    <div ref={box} class="mine">
      <p role="status">
        {hasFailed && "いま読みこめませんでした。通信を確かめて、もう一度お試しください。"}
        {!found && !hasFailed && "読みこんでいます…"}
        {found && `これからの予約 ${found.appointments.length}件、メッセージ ${found.messages.length}件`}
      </p>
      {found && (
        <>
          <h3>これからの予約</h3>
          {found.appointments.length === 0 && <p>ありません。</p>}
          <ul>
            {found.appointments.map((item) => (
              <li key={item.receipt}>
                <strong class="date">{item.text}</strong>
                <span>
                  <span>{item.method}</span> <span>受付番号</span> <span class="date">{item.receipt}</span>
                </span>
                <span class="row">
                  <External href={item.page_url}>予約のページ</External>
                  <External href={item.change_url}>変更する</External>
                  <External href={item.cancel_url}>取り消す</External>
                  <a href={item.calendar_url} download>
                    カレンダーに入れる
                  </a>
                </span>
              </li>
            ))}
          </ul>
          {!isWithPerson && (
            <button type="button" onClick={() => say("相談を予約する", "book")}>
              相談を予約する
            </button>
          )}
          <h3>相談員へのメッセージ</h3>
          {found.messages.length === 0 && <p>ありません。</p>}
          <ul>
            {found.messages.map((item) => (
              <li key={item.receipt}>
                <strong>{item.state}</strong>
                {item.question && <span>「{item.question}」</span>}
                <span>
                  <span>{item.text}</span> <span>受付番号</span> <span class="date">{item.receipt}</span>
                </span>
                {item.can_withdraw && (
                  <span class="row">
                    <button type="button" onClick={() => say("伝言を取り消したい")}>
                      取り消す<span class="hidden">{`（受付番号 ${item.receipt}）`}</span>
                    </button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
