/** What [メニュー] opens: what can be done with the conversation, how it looks, and the dialogs of both. Fetched when it is opened. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { city } from "../shared/city";
import { type ByMail, ByMailDialog } from "./by-mail";
import type { Client } from "./client";
import { isHeld } from "./held";
import { lazy } from "./lazy";
import { addStyles } from "./lazy-styles";
import type { AppOptions } from "./options";
import { type Preferences, Settings } from "./settings";
import styles from "./sheet.css?inline";
import { Sure } from "./sure";
import { asText } from "./transcript-export";
import { spoken, unreviewed } from "./translation";

export interface MenuProps {
  preferences: Preferences;
  change: (preferences: Preferences) => void;
  options: AppOptions;
  desk: Client;
  /** What could not be done, for the line above the log. */
  tell: (problem: string) => void;
  /** Puts the focus to the end of the log, where what was asked for comes. */
  toEnd: () => void;
  /** Undefined while a person is called or answers: nobody leaves them by mistake. */
  anew: (() => void) | undefined;
  erase: () => void;
}

/** The dialogs whose insides are fetched when they are opened. */
const MINE = "わたしの予約とメッセージ";
const elsewhere = () => (isHeld() ? "ほかの端末で続ける" : "スマートフォンで続ける");
const LINE = "LINEで相談する";

const Code = lazy(() => import("./code").then((part) => part.default));
const LineLink = lazy(() => import("./code").then((part) => part.LineLink));
const Mine = lazy(() => import("./mine").then((part) => part.default));

/** The head is as high as what it says, in letters of any size: the menu never covers the button that closes it. */
function belowHead(menu: HTMLElement | null): void {
  const head = menu?.closest(".head");
  if (head) menu?.style.setProperty("--head", `${head.clientHeight}px`);
}

export default function Sheet(props: MenuProps & { isOpen: boolean; close: () => void }): JSX.Element {
  const { preferences, change, isOpen, close, desk, options } = props;
  const more = useRef<HTMLDialogElement>(null);
  /** Which of the dialogs with more in them is open. */
  const [opened, setOpened] = useState("");
  const erasing = useRef<HTMLDialogElement>(null);
  const leaving = useRef<HTMLDialogElement>(null);
  const byMail = useRef<HTMLDialogElement>(null);
  const mark = unreviewed();
  const menu = useRef<HTMLElement>(null);
  useLayoutEffect(() => addStyles(erasing.current, styles), []);
  // After its styles: without them it stands in the head, which is as high as both.
  useLayoutEffect(() => belowHead(menu.current));
  // A dialog stands alone: the menu below it would be in the way and come back after it.
  const show = (dialog: { current: HTMLDialogElement | null }) => {
    close();
    dialog.current?.showModal();
  };
  const act = (label: string, run: () => void) => (
    <button
      type="button"
      onClick={() => {
        close();
        run();
      }}
    >
      {label}
    </button>
  );
  const open = (label: string) => (
    <button
      type="button"
      onClick={() => {
        setOpened(label);
        show(more);
      }}
    >
      {label}
    </button>
  );
  const say = (words: string, choice?: string) => {
    more.current?.close();
    desk.send(words, choice);
    props.toEnd();
  };
  const link = async () => ((await desk.ask("/links/own")) as { address: string }).address;
  const mail: ByMail = {
    ask: (email) => desk.ask("/transcript", { email }),
    confirm: (code) => desk.ask("/transcript/confirm", { code }),
  };
  const save = () => {
    try {
      keep(asText(desk.log.messages, preferences.easy, spoken));
    } catch {
      props.tell("いま保存できませんでした。もう一度お試しください。");
    }
  };
  return (
    <>
      {isOpen && (
        <section ref={menu} id="hitohata-menu" class="sheet" aria-label="メニュー">
          {open(MINE)}
          {act("Language", () => say("Language", "languages"))}
          {act("会話を保存する（テキスト）", save)}
          <button type="button" onClick={() => show(byMail)}>
            会話をメールで受け取る
          </button>
          {open(elsewhere())}
          {city?.line && open(LINE)}
          {props.anew && (
            <button type="button" onClick={() => show(leaving)}>
              新しく始める
            </button>
          )}
          <Settings preferences={preferences} change={change} options={options} desk={desk} />
          <button type="button" class="danger" onClick={() => show(erasing)}>
            会話を消す（この端末とサーバー）
          </button>
          <p>
            <a href={`${options.base}/accessibility`} target="_blank" rel="noopener">
              アクセシビリティについて
              <span class="hidden">（別のページで開きます）</span>
            </a>
          </p>
          {mark && (
            <p class="hint" lang={mark.lang}>
              {mark.words}
            </p>
          )}
        </section>
      )}
      <ByMailDialog dialog={byMail} mail={mail} />
      <dialog ref={more} aria-label={opened} onClose={() => setOpened("")}>
        <h2>{opened}</h2>
        {opened === MINE && <Mine desk={desk} say={say} />}
        {opened === elsewhere() && <Code link={link} />}
        {opened === LINE && city?.line && <LineLink address={city.line} />}
        <button type="button" onClick={() => more.current?.close()}>
          閉じる
        </button>
      </dialog>
      <Sure
        dialog={leaving}
        title="新しく始めますか？"
        words="いまの会話は、この画面からなくなります。残したいときは、先に「会話を保存する」を押してください。"
        yes="新しく始める"
        run={() => props.anew?.()}
      />
      <Sure
        dialog={erasing}
        title="会話を消しますか？"
        words="この会話の内容を、この端末とサーバーの両方から消します。元にもどすことはできません。"
        yes="消す"
        isDanger
        run={props.erase}
      />
    </>
  );
}

const SAVED_AS = "移住相談";

/** What a kept talk is called, in the language of the screen; the town's name is written in Japanese. */
export function fileName(town = ""): string {
  const name = spoken(SAVED_AS);
  return `${name === SAVED_AS ? town : ""}${name}.txt`;
}

/** Let the browser keep a text as a file. */
function keep(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = fileName(city?.town);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
