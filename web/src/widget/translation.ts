/**
 * The chat's own words in the reader's language. They stand in Japanese in the source, and are exchanged where elements are
 * made of them, by the table that the desk keeps (`chat` in data/languages); what was said in the talk is left as it is.
 */

import { options, type VNode } from "preact";
import type { ScreenWords } from "../shared/api";
import type { Message } from "../shared/types";
import { call } from "./transport";

const JAPANESE = "ja";
const EASY = "ja-easy";
/** Attributes that are read out or shown. */
const SAID = ["aria-label", "placeholder", "alt"];
/** What components of the chat are given to say. */
const HANDED = ["words", "label", "legend", "title", "yes"];
/** What was said or written by somebody, or is in the language already; `said` marks what is made within it. */
const OTHERS = /^(?:text|notice|choices|said)/;
const DATE = /^(?:(\d+)年)?(\d+)月(\d+)日\(([日月火水木金土])\)( \d+:\d\d(?:〜(?:\d+:\d\d)?)?)?$/;

type Props = Record<string, unknown> & { class?: string; children?: unknown; lang?: string | undefined };
type Pattern = readonly [RegExp, string];

const tables = new Map<string, ScreenWords>();
let table: Record<string, string> = {};
let patterns: Pattern[] = [];
/** What is spoken, which is what is wanted as soon as its table is there. */
let language = JAPANESE;
let wanted = JAPANESE;
/** What is said of a translation that nobody has read. */
let mark = "";

export const unreviewed = (): { words: string; lang: string } | undefined =>
  mark ? { words: mark, lang: language } : undefined;

/** The language of the assistant's last reply; without one in another, やさしい日本語 where it is switched on. */
export function languageOf(messages: Message[], easy: boolean): string {
  const last = [...messages].reverse().find(({ author }) => author === "bot");
  const parts = (last?.parts ?? []) as { language?: string; easy_first?: boolean }[];
  const other = parts.find((part) => part.language)?.language;
  return other ?? (easy || parts.some((part) => part.easy_first) ? EASY : JAPANESE);
}

/** Speak the language of the talk from here on; returns it. */
export async function speak(base: string, messages: Message[], easy: boolean): Promise<string> {
  const now = languageOf(messages, easy);
  if (now !== wanted) {
    wanted = now;
    try {
      const found = now === JAPANESE ? undefined : await fetched(base, now);
      // Another one may have been chosen meanwhile.
      if (now === wanted) take(found);
    } catch {
      // With the next message it is tried again; until then the words are those that everybody had before.
      if (now === wanted) {
        wanted = JAPANESE;
        take(undefined);
      }
    }
  }
  return language;
}

async function fetched(base: string, code: string): Promise<ScreenWords> {
  const known =
    tables.get(code) ?? ((await call(`${base}/api/web/words/${code}`, "GET", undefined)) as ScreenWords);
  tables.set(code, known);
  return known;
}

/** Take a table, or none: then all is Japanese again. */
export function take(found: ScreenWords | undefined): void {
  language = found?.language ?? JAPANESE;
  // Back in Japanese, the last table still tells which words are the chat's own.
  if (!found) {
    mark = "";
    return;
  }
  table = found.words;
  mark = found.unreviewed;
  patterns = Object.entries(table)
    .filter(([words]) => /\{\d\}/.test(words))
    // The one that says most of what there is comes first.
    .sort(([a], [b]) => b.length - a.length)
    .map(([words, said]) => [pattern(words), said] as const);
}

function pattern(words: string): RegExp {
  const plain = words.replace(/[.*+?^$()[\]\\|]/g, "\\$&");
  return new RegExp(`^${plain.replace(/\{\d\}/g, "(.+?)")}$`, "s");
}

/** Words in the language, with the dates in them; undefined for what is none of the chat's own. */
export function say(words: string): string | undefined {
  const known = table[words.trim()];
  if (known !== undefined) return words.replace(words.trim(), () => known);
  for (const [shape, said] of patterns) {
    const values = shape.exec(words);
    // Blanks are numbered in the order of the Japanese.
    if (values) return said.replace(/\{(\d)\}/g, (_, place) => orAsItIs(values[Number(place) + 1] ?? ""));
  }
  const dated = inWords(words);
  return dated === words ? undefined : dated;
}

/** Words of the screen as they are read there just now. */
export const spoken = (words: string): string => (language === JAPANESE ? words : (say(words) ?? words));

const orAsItIs = (words: string): string => say(words) ?? words;

/** 11月25日(水) 10:00〜11:00 as it is written in the language; anything else as it is. */
function inWords(words: string): string {
  const found = DATE.exec(words);
  if (!found || lang() === JAPANESE) return words;
  const [, year, month, day, weekday = "", hours = ""] = found;
  const isThen = (date: Date) => date.getUTCDay() === "日月火水木金土".indexOf(weekday);
  // Where no year is written, any in which day and weekday fall together will do.
  const years = year ? [Number(year)] : Array.from({ length: 28 }, (_, n) => 2024 + n);
  const dates = years.map((one) => new Date(Date.UTC(one, Number(month) - 1, Number(day))));
  const shown = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "short",
    month: "short",
    day: "numeric",
    ...(year ? { year: "numeric" as const } : {}),
    timeZone: "UTC",
  }).format(dates.find(isThen) ?? dates[0]);
  // Engines differ in the comma; the desk writes none.
  return `${shown.replaceAll(",", "")}${hours.replace("〜", "–")}`;
}

/** Japanese is said as well: what was in another language before must not keep that, nor be left without any. */
export const lang = () => (language === EASY ? JAPANESE : language);

function translate(vnode: VNode): void {
  const props = vnode.props as Props;
  if (typeof vnode.type !== "string") {
    for (const name of HANDED)
      if (typeof props[name] === "string" && exchange(props, name)) props.lang = lang();
    return;
  }
  if (OTHERS.test(props.class ?? "")) {
    if (props.class?.startsWith("choices")) props.lang ??= lang();
    return;
  }
  if (props["data-testid"] === "choice") return;
  const isDone = SAID.map((name) => typeof props[name] === "string" && exchange(props, name)).some(Boolean);
  if (inside(props) || (isDone && props.children === undefined)) props.lang = lang();
}

function exchange(props: Props, name: string): boolean {
  const found = say(String(props[name]));
  if (found !== undefined && language !== JAPANESE) props[name] = found;
  return found !== undefined;
}

/** Exchange the words of an element: all of them at once, or those between elements; whether there were any. */
function inside(props: Props): boolean {
  const all = Array.isArray(props.children) ? (props.children as unknown[]) : [props.children];
  if (all.every((child) => typeof child !== "object" || child === null)) {
    const words = all.filter((child) => typeof child === "string" || typeof child === "number").join("");
    const found = words && say(words);
    if (found && language !== JAPANESE) props.children = found;
    return Boolean(found);
  }
  let isAny = false;
  const children = all.map((child) => {
    const found = typeof child === "string" ? say(child) : undefined;
    isAny ||= found !== undefined;
    return found ?? child;
  });
  if (isAny && language !== JAPANESE) props.children = children;
  return isAny;
}

const before = options.vnode;
options.vnode = (vnode) => {
  translate(vnode);
  before?.(vnode);
};
