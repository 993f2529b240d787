/** Japanese names of what the API calls by code, and small pure helpers of the console. */

import type { CaseRow, CaseState } from "./types";

export const STATES: Record<CaseState, string> = {
  queued: "待ち",
  message_left: "伝言",
  consultant: "対応中",
  closed: "終了",
};

const TOPICS: Record<string, string> = {
  housing: "住まい",
  jobs: "仕事",
  startup: "起業",
  nursery: "保育園留学",
  centre: "相談窓口",
  subsidy: "支援金",
  life: "くらし",
  events: "催し・交流",
  handoff: "連絡先",
  out_of_scope: "移住以外",
  chitchat: "雑談",
  general: "全般",
};

const REASONS: Record<string, string> = {
  asked_for_person: "本人の希望",
  not_understood: "自動応答が答えられなかった",
  assistant_failed: "自動応答の不調",
  distress: "つらい気持ち",
  emergency: "緊急",
};

const SLOTS: Record<string, string> = {
  last_label: "最後の話題",
  from_where: "どこから",
  family: "家族",
  timing: "時期",
  amounts: "金額",
};

const FLAGS: Record<string, string> = { distress: "つらい気持ち", emergency: "緊急" };
const CHANNELS: Record<string, string> = { web: "ウェブ", line: "LINE" };

export const topicName = (topic: string): string => TOPICS[topic] ?? topic;
export const reasonName = (reason: string): string => REASONS[reason] ?? reason;
export const slotName = (slot: string): string => SLOTS[slot] ?? slot;
export const flagName = (flag: string): string => FLAGS[flag] ?? flag;
export const channelName = (channel: string): string => CHANNELS[channel] ?? channel;

/** 3分, 1時間5分: minutes of opening hours. */
export function waitText(minutes: number): string {
  if (minutes < 1) return "1分未満";
  if (minutes < 60) return `${minutes}分`;
  return `${Math.floor(minutes / 60)}時間${minutes % 60 ? `${minutes % 60}分` : ""}`;
}

/** Hide all but the ends of a contact until somebody asks to see it. */
export function masked(value: string): string {
  const [name, host] = value.split("@");
  if (host !== undefined && name) return `${name[0]}…@${host}`;
  return value.length > 4 ? `${value.slice(0, 2)}…${value.slice(-2)}` : "…";
}

export function filled(text: string, name: string, receipt: string): string {
  return text.replaceAll("{相談員名}", name).replaceAll("{受付番号}", receipt);
}

/** Cries for help first, then who waits longest; closed ones as they come. */
export function ordered(rows: CaseRow[], state: CaseState): CaseRow[] {
  if (state === "closed") return rows;
  return [...rows].sort(
    (a, b) =>
      Number(b.flags.length > 0) - Number(a.flags.length > 0) ||
      a.waiting_since.localeCompare(b.waiting_since),
  );
}
