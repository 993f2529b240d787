/** The chat itself: header, log, composer; the same in the widget's panel and on the page /chat. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { clockTime } from "../shared/dates";
import { Client } from "./client";
import { Composer } from "./composer";
import { asText, EMPTY, type Log, lastSeq } from "./log";
import { recall, remember } from "./memory";
import { Menu, type Preferences } from "./menu";
import { standingLine } from "./standing";
import { Transcript } from "./transcript";

export interface AppOptions {
  base: string;
  title: string;
  /** Undefined on the page /chat, which has nothing to close. */
  close?: () => void;
  /** Called with the number of messages that nobody has seen. */
  unread: (count: number) => void;
  isShown: () => boolean;
}

export function App({ options }: { options: AppOptions }): JSX.Element {
  const [log, setLog] = useState<Log>(EMPTY);
  const [problem, setProblem] = useState<string>();
  const [preferences, setPreferences] = useState<Preferences>(() => {
    const { easy = false, size = 0 } = recall();
    return { easy, size };
  });
  const client = useRef<Client>();
  client.current ??= new Client(options.base, (next) => setLog(next));

  const open = () => {
    setProblem(undefined);
    client.current
      ?.open()
      .catch(() => setProblem("いまつながりません。通信を確かめて、もう一度お試しください。"));
  };
  // once per mounting
  useEffect(() => {
    open();
    return () => client.current?.stop();
  }, []);

  useEffect(() => {
    const newest = lastSeq(log);
    if (options.isShown()) {
      if (newest) remember({ readSeq: newest });
      options.unread(0);
      return;
    }
    const read = recall().readSeq ?? 0;
    options.unread(log.messages.filter((m) => m.seq > read && m.author !== "user").length);
  }, [log, options]);

  const change = (next: Preferences) => {
    setPreferences(next);
    remember(next);
  };
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([asText(log.messages, clockTime)], { type: "text/plain" }));
    link.download = "小樽移住相談.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const erase = () => {
    client.current
      ?.erase()
      .then(() => open())
      .catch(() => setProblem("いま消せませんでした。通信を確かめて、もう一度お試しください。"));
  };
  const holder = log.standing?.holder;
  const asksContact = log.messages
    .at(-1)
    ?.parts.some((p) => p.type === "text" && /(メールアドレス|電話番号)を書いて/.test(p.text));

  return (
    <div class={`chat size-${preferences.size}`}>
      <div class="head">
        <div class="title">
          <h2 id="hitohata-title">{options.title}</h2>
          <p class="standing" data-testid="state-line" role="status">
            {standingLine(log.standing)}
          </p>
        </div>
        <Menu preferences={preferences} change={change} save={save} erase={erase} />
        {options.close && (
          <button type="button" class="plain" aria-label="チャットを閉じる" onClick={options.close}>
            <span aria-hidden="true">×</span>
          </button>
        )}
      </div>
      {!log.isConnected && (
        <p class="banner" role="status">
          つながっていません。書いた内容は残し、つながりしだい送ります。
        </p>
      )}
      {problem && (
        <p class="banner" role="alert">
          {problem}{" "}
          <button type="button" onClick={open}>
            もう一度ためす
          </button>
        </p>
      )}
      <Transcript
        log={log}
        easy={preferences.easy}
        choose={(choice) => client.current?.send(choice.label, choice.id)}
        retry={(id) => client.current?.retry(id)}
        discard={(id) => client.current?.discard(id)}
      />
      <div class="foot">
        {(holder === undefined || holder === "bot" || holder === "message_left" || holder === "closed") && (
          <button
            type="button"
            class="ask-human"
            data-testid="ask-human"
            onClick={() => client.current?.send("相談員に聞く", "ask_person")}
          >
            相談員に聞く
          </button>
        )}
        <Composer
          send={(text) => client.current?.send(text)}
          typing={() => holder === "consultant" && client.current?.typing()}
          mayBePersonal={holder === "consultant" || Boolean(asksContact)}
        />
      </div>
    </div>
  );
}
