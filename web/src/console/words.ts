/** Japanese names of what the API calls by code, and small pure helpers of the console. */

import names from "../shared/names.json";
import type { CaseState, Contact, Tab } from "./types";

/** The desk's own names (desk/display_names.py), by code; a code without one is shown as it is. */
const named =
  (table: Record<string, string>) =>
  (key: string): string =>
    table[key] ?? key;

export const STATES: Record<CaseState, string> = names.states;

/** The names of the lists, in their order. */
export const TABS: Record<Tab, string> = {
  mine: "自分の担当",
  queued: STATES.queued,
  message_left: STATES.message_left,
  consultant: STATES.consultant,
  alert: STATES.alert,
  closed: STATES.closed,
};

/** How a case ended, by the codes of the desk (`desk/display_names.py`). */
export const ENDINGS = names.endings;
export type Ending = keyof typeof ENDINGS;

/** Names of the city's topics by key, as the desk wrote them into the page (web/public/console.html). */
let known: Record<string, string> | undefined;
export function topics(): Record<string, string> {
  known ??= JSON.parse(globalThis.document?.getElementById("console")?.dataset.topics ?? "{}") as Record<
    string,
    string
  >;
  return { ...known, general: "全般" };
}

/** The channels, by key. */
export const channels = (): Record<string, string> => names.channels;
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
export const reasonName = named(names.reasons);
export const slotName = named(names.told);
export const flagName = named(names.dangers);
export const contactName = (kind: string): string =>
  (names.contacts as Record<string, string>)[kind] ?? "連絡先";
/** What was told beside a contact, as name and words; nothing that was left open. */
export const detailsOf = (contact: Contact): [string, string][] =>
  Object.entries(names.contact_details).flatMap(([key, name]) => {
    const told = (contact as unknown as Record<string, string | undefined>)[key];
    return told ? [[name, told]] : [];
  });
export const deliveryName = named(names.deliveries);
export const letterState = named(names.letters);
export const letterKind = named(names.letter_kinds);
export const presenceName = (isPresent: boolean): string => (isPresent ? "在席" : "離席");
export const registerName = named(names.registers);
export const outcomeName = named(names.outcomes);
export const channelName = named(names.origins);

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
