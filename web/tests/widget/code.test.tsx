// @vitest-environment jsdom
import { render } from "preact";
import { describe, expect, it, vi } from "vitest";
import Code, { drawn } from "../../src/widget/code";

const ADDRESS = `https://chat.example.jp/chat#open=${"a".repeat(43)}`;

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
    render(null, document.body);
  });

  it("says so where it cannot be made", async () => {
    render(<Code link={() => Promise.reject(new TypeError("Failed to fetch"))} />, document.body);
    await vi.waitFor(() =>
      expect(document.querySelector("[role=alert]")?.textContent).toContain("いま作れません"),
    );
    render(null, document.body);
  });
});
