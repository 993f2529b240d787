/** Japanese names of what the API calls by code, and small pure helpers of the console. */

import type { CaseState, Tab } from "./types";

export const STATES: Record<CaseState, string> = {
  alert: "見守り",
  queued: "待ち",
  message_left: "伝言",
  consultant: "対応中",
  closed: "終了",
};

/** The names of the lists, in their order. */
export const TABS: Record<Tab, string> = {
  mine: "自分の担当",
  queued: "待っている",
  message_left: "伝言",
  consultant: "対応中",
  alert: "見守り",
  closed: "終了",
};

/** How a case ended, by the codes of the desk (`desk/display_names.py`). */
export const ENDINGS = {
  solved: "解決した",
  guided: "案内した",
  referred: "他の課へつないだ",
  visit: "来訪・予約につながった",
  no_reply: "返事がなくなった",
  nuisance: "いたずら・迷惑",
};
export type Ending = keyof typeof ENDINGS;

/** Names of the city's topics by key, as the desk wrote them into the page (web/public/console.html). */
let named: Record<string, string> | undefined;
export function topics(): Record<string, string> {
  named ??= JSON.parse(globalThis.document?.getElementById("console")?.dataset.topics ?? "{}") as Record<
    string,
    string
  >;
  return { ...named, general: "全般" };
}

const REASONS: Record<string, string> = {
  asked_for_person: "本人の希望",
  not_understood: "自動応答が答えられなかった",
  assistant_failed: "自動応答の不調",
  distress: "つらい気持ち",
  emergency: "緊急",
};

const SLOTS: Record<string, string> = {
  language: "書かれた言語",
  goal: "希望",
  stage: "検討の段階",
  from_where: "どこから",
  family: "家族",
  timing: "時期",
  amounts: "金額",
};

const FLAGS: Record<string, string> = { distress: "つらい気持ち", emergency: "緊急" };
/** Names of the channels by key, as the desk wrote them into the page; a booking is no channel and has a name all the same. */
let channelNames: Record<string, string> | undefined;
export function channels(): Record<string, string> {
  channelNames ??= JSON.parse(
    globalThis.document?.getElementById("console")?.dataset.channels ?? '{"web":"ウェブ","line":"LINE"}',
  ) as Record<string, string>;
  return channelNames;
}
const CONTACTS: Record<string, string> = { email: "メール", phone: "電話", tel: "電話" };
const OUTCOMES: Record<string, string> = {
  answer: "回答",
  clarify: "聞き返し",
  fallback: "分からず",
  handoff: "相談員へ",
};
/** What a tap or a request is called that is no question. */
const LABELS: Record<string, string> = {
  request_human: "相談員に聞く",
  choose: "選択肢を選ぶ",
  choose_topic: "話題を選ぶ",
  none_of_these: "どれでもない",
  cancel_handoff: "引き継ぎをやめる",
  as_discussed: "これまでの話のとおり",
  choose_contact: "連絡先を選ぶ",
  consent: "同意",
  nlu_fallback: "分からず",
  clarify: "聞き返し",
};

export const labelName = (label: string | null, titles: Record<string, string>): string =>
  label ? (titles[label] ?? LABELS[label] ?? label) : "―";
export const topicName = (topic: string): string => topics()[topic] ?? topic;
export const reasonName = (reason: string): string => REASONS[reason] ?? reason;
export const slotName = (slot: string): string => SLOTS[slot] ?? slot;
export const flagName = (flag: string): string => FLAGS[flag] ?? flag;
export const contactName = (kind: string): string => CONTACTS[kind] ?? "連絡先";
/** Words that are true: LINE accepts messages even for people who blocked the account, so nothing is ever called read. */
const DELIVERIES: Record<string, string> = {
  ready: "送信待ち",
  sending: "送信待ち",
  riding: "送信待ち",
  held: "送れません（上限）",
  shown: "相談ページに表示",
  sent: "LINE受付済",
  accepted: "メールサーバー受付済",
  put_off: "送信待ち（相手のサーバーが混雑）",
  bounced: "届きませんでした",
  unknown: "届いたか不明",
  dead: "送れませんでした",
  dropped: "送っていません",
  aside: "送れません（取り分けました）",
};

export const deliveryName = (state: string): string => DELIVERIES[state] ?? state;
export const outcomeName = (outcome: string): string => OUTCOMES[outcome] ?? outcome;
export const channelName = (channel: string): string =>
  channels()[channel] ?? (channel === "booking" ? "予約" : channel);

/** 3分, 1時間5分: minutes of opening hours. */
export function waitText(minutes: number): string {
  if (minutes < 1) return "1分未満";
  if (minutes < 60) return `${minutes}分`;
  return `${Math.floor(minutes / 60)}時間${minutes % 60 ? `${minutes % 60}分` : ""}`;
}

/** What the server counted when the list was loaded, plus what has passed since; it stands still when closed. */
export function waitNow(minutes: number, loadedAt: number, now: number, isOpen: boolean): number {
  return isOpen ? minutes + Math.max(0, Math.floor((now - loadedAt) / 60_000)) : minutes;
}

/** A canned reply with its variables put in; what is not known stays as it is written, to be seen. */
export function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{([^{}]+)\}/g, (hole, name: string) => values[name] || hole);
}

/** 91%: never a confidence of 100% that is none. */
export function percent(confidence: number | null): string {
  if (confidence === null || !Number.isFinite(confidence)) return "";
  return `${confidence < 1 ? Math.min(99, Math.round(confidence * 100)) : 100}%`;
}
