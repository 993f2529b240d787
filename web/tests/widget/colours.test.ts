import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const css = read("src/widget/widget.css");
const launcher = read("src/widget/launcher.css");
const tokens = read("node_modules/@digital-go-jp/design-tokens/dist/tokens.css").toLowerCase();

/** The colours of a rule by the name of their variable; a colour that a city may change counts with its default. */
function variables(selector: string): Colours {
  const block = css.split(selector)[1]?.split("}")[0] ?? "";
  const found = block.matchAll(/--([\w-]+): (?:var\([\w-]+, )?(#[0-9a-f]{6})\)?;/g);
  return Object.fromEntries([...found].map(([, name, colour]) => [name, colour]));
}

type Colours = Record<string, string | undefined>;
const light: Colours = variables(".panel,\n.page {");
// The theme that is set by class overrides a part; what it takes from --primary follows it.
const dark: Colours = { ...light, ...variables("\n.dark {") };
const THEMES: Record<string, Colours> = { light: { ...light, button: light.primary }, dark };

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const TEXT = 4.5;
const SHAPE = 3;
const PAIRS: [string, string, number][] = [
  ["text", "paper", TEXT],
  ["text", "surface", TEXT],
  ["text", "mine", TEXT],
  ["text", "alert", TEXT],
  ["muted", "paper", TEXT],
  ["muted", "surface", TEXT],
  ["muted", "soft", SHAPE],
  ["link", "paper", TEXT],
  ["link", "surface", TEXT],
  ["link", "alert", TEXT],
  ["button", "paper", TEXT],
  ["button", "surface", TEXT],
  ["error", "paper", TEXT],
  ["error", "surface", TEXT],
  ["on-primary", "primary", TEXT],
  ["on-primary", "primary-hover", TEXT],
  ["line", "paper", SHAPE],
  ["warn", "paper", SHAPE],
  ["person", "paper", SHAPE],
  ["focus", "paper", SHAPE],
  ["focus", "surface", SHAPE],
];

describe("colours", () => {
  it.each(
    Object.entries(THEMES).flatMap(([theme, colours]) =>
      PAIRS.map((pair) => [theme, ...pair, colours] as const),
    ),
  )("%s: %s on %s keeps %d:1", (_theme, front, back, least, colours) => {
    expect(contrast(colours[front] ?? "", colours[back] ?? "")).toBeGreaterThanOrEqual(least);
  });

  it("are all tokens of the デジタル庁デザインシステム", () => {
    const used = [...`${css}${launcher}`.matchAll(/#[0-9a-f]{6}\b/g)].map(([colour]) => colour);

    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((colour) => !tokens.includes(colour) && colour !== "#000000")).toEqual([]);
  });

  it("would notice a colour that is too pale", () => {
    expect(contrast("#949494", "#ffffff")).toBeLessThan(TEXT);
    expect(contrast("#0017c1", "#ffffff")).toBeCloseTo(11.1, 1);
  });
});
