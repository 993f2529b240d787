/** Ways to be told without looking: title, sound, desktop notice. Never the content, never a name. */

import { newsTitle } from "./news-words";
import type { Call, CaseNews, CaseRow } from "./types";

export interface AlertSettings {
  sound: boolean;
  desktop: boolean;
  enterSends: boolean;
  /** Single-key shortcuts can be turned off: speech input and switches may press them by accident. */
  shortcuts: boolean;
}

const KEY = "hitohata.console";
const TITLE = "相談デスク";

export function readSettings(): AlertSettings {
  const defaults = { sound: false, desktop: false, enterSends: false, shortcuts: true };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<AlertSettings>) };
  } catch {
    return defaults;
  }
}

export function saveSettings(settings: AlertSettings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    /* no storage: they last until the page is left */
  }
}

export function showCount(count: number): void {
  document.title = count ? `(${count}) ${TITLE}` : TITLE;
}

export function alertArrivals(settings: AlertSettings, rows: CaseRow[]): void {
  if (rows.length && settings.sound) beep();
  for (const row of rows) {
    const title = row.snooze?.due
      ? "返事の時刻になりました"
      : row.state === "consultant"
        ? "返信が届きました"
        : "新しい相談があります";
    notify(settings, title, row);
  }
}

/** Words of danger: a sound of their own, where sounds are wanted, and a desktop notice. */
export function alertDanger(settings: AlertSettings, rows: CaseRow[]): void {
  if (rows.length && settings.sound) for (const at of [0, 0.25, 0.5]) beep(880, at);
  for (const row of rows) notify(settings, "【至急】命や安全にかかわる言葉があります", row);
}

export function alertCalls(settings: AlertSettings, calls: Call[]): void {
  if (calls.length && settings.sound) beep();
  for (const call of calls) notify(settings, "メモで呼ばれています", call);
}

export function alertNews(settings: AlertSettings, news: CaseNews[]): void {
  if (news.length && settings.sound) beep();
  for (const one of news) notify(settings, newsTitle(one), one);
}

/** On the pages of the office: who began to wait, or to be in danger, since the last look. */
export function alertWaiting(
  settings: AlertSettings,
  rows: { case_id: string; receipt: string; is_danger: boolean }[],
): void {
  const isDanger = rows.some((row) => row.is_danger);
  if (rows.length && settings.sound)
    for (const at of isDanger ? [0, 0.25, 0.5] : [0]) beep(isDanger ? 880 : 660, at);
  for (const row of rows)
    notify(
      settings,
      row.is_danger ? "【至急】命や安全にかかわる言葉があります" : "新しい相談があります",
      row,
    );
}

function notify(settings: AlertSettings, title: string, about: { receipt: string; case_id: string }): void {
  if (!settings.desktop || !("Notification" in window) || Notification.permission !== "granted") return;
  try {
    new Notification(title, { body: `受付番号 ${about.receipt}`, tag: about.case_id });
  } catch {
    /* some systems allow notices only from service workers */
  }
}

let audio: AudioContext | undefined;

/** One context for the page: browsers allow few, and allow sound only after something was pressed. */
export function beep(hertz = 660, inSeconds = 0): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    tone.frequency.value = hertz;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + inSeconds);
    tone.stop(audio.currentTime + inSeconds + 0.18);
  } catch {
    /* no audio: the title tells it */
  }
}
