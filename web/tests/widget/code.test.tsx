// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Code, { drawn, LineLink } from "../../src/widget/code";

const ADDRESS = `https://chat.example.jp/chat#open=${"a".repeat(43)}`;

let isPhone = false;

beforeEach(() => {
  isPhone = false;
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: isPhone && query.includes("coarse") }));
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

describe("on a phone", () => {
  const button = (label: string) =>
    [...document.querySelectorAll("button")].find((one) => one.textContent === label);

  it("there is a link to send or copy instead of a picture that its own camera cannot see", async () => {
    isPhone = true;
    const share = vi.fn(async () => undefined);
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal("navigator", { share, clipboard: { writeText } });
    render(<Code link={async () => ADDRESS} />, document.body);
    await vi.waitFor(() => expect(button("リンクを送る")).toBeDefined());

    button("リンクを送る")?.click();
    button("リンクをコピー")?.click();

    expect(share).toHaveBeenCalledWith({ url: ADDRESS });
    expect(writeText).toHaveBeenCalledWith(ADDRESS);
    await vi.waitFor(() =>
      expect(document.querySelector("[role=status]")?.textContent).toContain("コピーしました"),
    );
    expect(document.querySelector("svg")).toBeNull();
  });

  it("the link can be read where the browser neither sends nor copies", async () => {
    isPhone = true;
    vi.stubGlobal("navigator", {});
    render(<Code link={async () => ADDRESS} />, document.body);

    await vi.waitFor(() => expect(document.body.textContent).toContain(ADDRESS));
    expect(document.querySelector("button")).toBeNull();
  });

  it("LINE is opened, and no picture shown", () => {
    isPhone = true;
    render(<LineLink address="https://line.me/R/ti/p/x" />, document.body);

    expect(document.querySelector("a")?.href).toBe("https://line.me/R/ti/p/x");
    expect(document.querySelector("svg")).toBeNull();
  });
});

describe("the picture of a link", () => {
  it("has the three corners that readers look for, within a light border", () => {
    const { path, size } = drawn(ADDRESS);
    const dark = new Set([...path.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => `${x},${y}`));
    const corner = (left: number, top: number) =>
      Array.from(
        { length: 7 },
        (_, at) => dark.has(`${left + at},${top}`) && dark.has(`${left},${top + at}`),
      );

    for (const [left, top] of [
      [4, 4],
      [size - 11, 4],
      [4, size - 11],
    ] as const)
      expect(corner(left, top)).not.toContain(false);
    expect([...dark].filter((place) => place.split(",").some((at) => Number(at) < 4))).toEqual([]);
  });

  it("is drawn of the address that was made for it, and nothing else is asked", async () => {
    const link = vi.fn(async () => ADDRESS);
    render(<Code link={link} />, document.body);
    await vi.waitFor(() => expect(document.querySelector("svg path")).not.toBeNull());

    expect(document.querySelector("svg path")?.getAttribute("d")).toBe(drawn(ADDRESS).path);
    expect(link).toHaveBeenCalledTimes(1);
  });

  it("says so where it cannot be made", async () => {
    render(<Code link={() => Promise.reject(new TypeError("Failed to fetch"))} />, document.body);
    await vi.waitFor(() =>
      expect(document.querySelector("[role=alert]")?.textContent).toContain("いま作れません"),
    );
  });
});
