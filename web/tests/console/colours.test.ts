/** Words on the staff's screens stand out from what they stand on, light and dark, in any city's colour (WCAG 1.4.3, 1.4.11). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const CSS = readFileSync("public/staff-colours.css", "utf8");
const [LIGHT = "", DARK = ""] = CSS.split("@media");
// The shipped city's, the invented town's, black, and a light one that a city may have chosen.
const PRIMARIES = ["#0017c1", "#1a5c42", "#000000", "#8a3d00"];
const WORDS = 4.5;
const EDGES = 3;
/** What stands on what: [front, back, least]. */
const PAIRS: [string, string, number][] = [
  ...[
    "paper",
    "surface",
    "primary-soft",
    "bot",
    "withheld",
    "good-soft",
    "bad-soft",
    "warn-soft",
    "found",
  ].map((back): [string, string, number] => ["text", back, WORDS]),
  ...["paper", "surface", "primary-soft", "bot", "good-soft", "warn-soft", "withheld", "bad-soft"].map(
    (back): [string, string, number] => ["muted", back, WORDS],
  ),
  ["primary", "paper", WORDS],
  ["primary", "surface", WORDS],
  ["primary", "primary-soft", WORDS],
  ["on-primary", "primary", WORDS],
  ["on-primary", "primary-hover", WORDS],
  ["good", "paper", WORDS],
  ["good", "surface", WORDS],
  ["good-text", "good-soft", WORDS],
  ["bad", "paper", WORDS],
  ["bad", "surface", WORDS],
  ["bad", "bad-soft", WORDS],
  ["bad-text", "bad-soft", WORDS],
  ["late", "paper", WORDS],
  ["warn-text", "paper", WORDS],
  ["warn-text", "bot", WORDS],
  ["warn-text", "warn-soft", WORDS],
  ["warn-strong", "warn-soft", WORDS],
  ["white", "alarm", WORDS],
  ["white", "alarm-hover", WORDS],
  ["white", "due", WORDS],
  ["white", "toast", WORDS],
  // Edges of fields, and the ring around what has the focus.
  ["line", "paper", EDGES],
  ["warn", "warn-soft", EDGES],
  ["focus", "paper", EDGES],
  ["focus", "surface", EDGES],
];

type Colour = [number, number, number];

function hex(text: string): Colour {
  const digits = text.slice(1);
  const six = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  return [0, 2, 4].map((at) => Number.parseInt(six.slice(at, at + 2), 16)) as Colour;
}

function colours(primary: string, isDark: boolean): Record<string, Colour> {
  const found: Record<string, Colour> = { white: [255, 255, 255] };
  for (const [, name = "", value = ""] of `${LIGHT}${isDark ? DARK : ""}`.matchAll(
    /--([a-z-]+): ([^;]+);/g,
  )) {
    const own = value.replace(/var\(--city-primary(-hover)?, #\w+\)/, primary);
    const mixed = /^color-mix\(in srgb, (#\w+) (\d+)%, (#\w+)\)$/.exec(own);
    if (!mixed) found[name] = hex(own);
    else {
      const [share, first, second] = [Number(mixed[2]) / 100, hex(mixed[1] ?? ""), hex(mixed[3] ?? "")];
      found[name] = first.map((part, at) => part * share + (second[at] ?? 0) * (1 - share)) as Colour;
    }
  }
  return found;
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: Colour, back: Colour): number {
  const [dark = 0, light = 0] = [luminance(front), luminance(back)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(PRIMARIES)("where a city is %s", (primary) => {
  it.each([
    ["light", false],
    ["dark", true],
  ])("in the %s", (_, isDark) => {
    const all = colours(primary, isDark);
    const faint = PAIRS.map(([front, back, least]) => {
      const [one, other] = [all[front], all[back]];
      if (!one || !other) throw new Error(`no colour ${front} or ${back}`);
      return { pair: `${front} on ${back}`, ratio: contrast(one, other), least };
    }).filter(({ ratio, least }) => ratio < least);
    expect(faint).toEqual([]);
  });
});
