/** The chat itself: header, log, composer; the same in the widget's panel and on the page /chat. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Choice } from "../shared/types";
import { ASK_PERSON, LEAVING } from "./choices";
import { Client } from "./client";
import { Composer } from "./composer";
import { ErrorNotice } from "./error-notice";
import { External } from "./external";
import { focusEnd, useKeptFocus } from "./focus";
import { useLanguage } from "./in-language";
import { lazy } from "./lazy";
import type { Log } from "./log";
import { recall, remember } from "./memory";
import { Menu } from "./menu";
import type { AppOptions } from "./options";
import type { Preferences } from "./settings";
import { asksForContact, statusLine } from "./status-line";
import { useDark } from "./theme";
import { Transcript } from "./transcript";
import { useUnread } from "./unread";
import { useQuietNews } from "./waiting";
import { useWelcome } from "./welcome";
import { BREAKS_BY_PHRASE, findPhrases, Said } from "./words";

const LinkConfirmation = lazy(() => import("./link-confirmation").then((part) => part.default));

export function App({ options }: { options: AppOptions }): JSX.Element {
  const client = useRef<Client>();
  client.current ??= new Client(options.base, (next) => setLog(next));
  const desk = client.current;
  const [log, setLog] = useState<Log>(desk.log);
  const [problem, setProblem] = useState<string>();
  /** Counts erasures: what was written but not sent goes with the rest. */
  const [erased, setErased] = useState(0);
  const [preferences, setPreferences] = useState<Preferences>(() => {
    const { easy = false, size = 0, theme = "auto", alerts = false } = recall();
    return { easy, size, theme, alerts };
  });
  const chat = useRef<HTMLDivElement>(null);

  const [isAsked, setAsked] = useState(Boolean(desk.linkCode));
  useEffect(() => {
    desk.start();
    return () => desk.stop();
  }, [desk]);
  useEffect(() => {
    const look = () => desk.show(options.isShown());
    look();
    return options.watchShown(look);
  }, [desk, options]);
  useUnread(log, options, desk.seen);
  useLanguage(options.base, log, preferences.easy);
  const [isPhrased, setPhrased] = useState(false);
  useEffect(() => {
    if (!BREAKS_BY_PHRASE) findPhrases().then(() => setPhrased(true), console.warn);
  }, []);
  const isDark = useDark(preferences.theme);
  useLayoutEffect(() => {
    const { classList } = options.panel;
    classList.toggle("dark", isDark);
    classList.toggle("phrased", isPhrased);
  }, [options, isDark, isPhrased]);

  const change = (next: Preferences) => {
    setPreferences(next);
    remember(next);
  };
  useKeptFocus(chat);
  const toEnd = () => focusEnd(chat.current);
  const erase = () => {
    setProblem(undefined);
    toEnd();
    desk
      .erase()
      .then(() => setErased((count) => count + 1))
      .catch(() => setProblem("いま消せませんでした。通信を確かめて、もう一度お試しください。"));
  };
  const askPerson = () => {
    desk.send("人に相談する", ASK_PERSON);
    toEnd();
  };
  const choose = (choice: Choice) => desk.send(choice.label, choice.id);
  const holder = log.standing?.holder;
  const news = useQuietNews(log.standing);
  const isWithPerson = holder === "queued" || holder === "consultant";
  const anew = () => {
    toEnd();
    desk.anew();
  };
  const welcome = useWelcome(log, isWithPerson ? undefined : anew);

  if (isAsked)
    return (
      <div ref={chat} class="chat">
        <div class="head">
          <h2 id="hitohata-title">{options.title}</h2>
        </div>
        <LinkConfirmation
          decide={(isWanted) => {
            setAsked(false);
            desk.decide(isWanted);
          }}
        />
      </div>
    );
  return (
    <div ref={chat} class={`chat size-${preferences.size}`}>
      <div class="head">
        <div class="title">
          <h2 id="hitohata-title">{options.title}</h2>
          <p class="standing" data-testid="state-line">
            <Said words={statusLine(log.standing)} />
          </p>
        </div>
        <p class="hidden" role="status">
          <Said words={news} />
        </p>
        {!isWithPerson && (
          <button
            type="button"
            class="ask-human"
            data-testid="ask-human"
            aria-label="人に相談する"
            onClick={askPerson}
          >
            人に相談
          </button>
        )}
        <Menu
          options={options}
          desk={desk}
          preferences={preferences}
          change={change}
          tell={setProblem}
          toEnd={toEnd}
          anew={isWithPerson || log.messages.length < 2 ? undefined : anew}
          erase={erase}
        />
        {options.close && (
          <button type="button" class="plain" aria-label="チャットを閉じる" onClick={options.close}>
            <span aria-hidden="true">×</span>
          </button>
        )}
      </div>
      {holder === "queued" && (
        // They stay whatever is written meanwhile: a choice of the log goes with the next message.
        <div class="leave">
          {LEAVING.map(([words, choice]) => (
            <button
              type="button"
              data-testid={choice}
              onClick={() => {
                desk.send(words, choice);
                toEnd();
              }}
            >
              {words}
            </button>
          ))}
        </div>
      )}
      <ErrorNotice log={log} problem={problem} tryNow={desk.tryNow} />
      <Transcript
        log={log}
        easy={preferences.easy}
        top={
          <div class="top">
            <button
              type="button"
              aria-pressed={preferences.easy}
              onClick={() => change({ ...preferences, easy: !preferences.easy })}
            >
              やさしい日本語
            </button>
            <External href={`${options.base}/privacy`}>個人情報の取り扱い</External>
          </div>
        }
        welcome={welcome}
        feedback={desk.feedback}
        submit={(form, body) => desk.form(form, body)}
        choose={choose}
        retry={(id) => desk.retry(id)}
        discard={(id) => desk.discard(id)}
      />
      <div class="foot">
        <Composer
          key={erased}
          base={options.base}
          send={(text) => desk.send(text)}
          choose={choose}
          suggests={!isWithPerson}
          photo={
            !log.standing ? null : holder === "consultant" ? (body) => desk.ask("/photos", body) : undefined
          }
          typing={() => holder === "consultant" && desk.typing()}
          mayBePersonal={holder === "consultant" || asksForContact(log.messages.at(-1))}
        />
      </div>
    </div>
  );
}
