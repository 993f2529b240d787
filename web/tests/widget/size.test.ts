import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const size = (name: string) => gzipSync(readFileSync(`${root}dist/${name}`), { level: 9 }).length;

describe("the weight on a city page", () => {
  beforeAll(() => {
    if (!existsSync(`${root}dist/widget.js`)) execFileSync("node", ["build.mjs"], { cwd: root });
  }, 60_000);

  it("is at most 3 kB for the loader", () => {
    expect(size("widget.js")).toBeLessThanOrEqual(3_000);
  });

  it("is at most 25 kB for the chat, styles included", () => {
    expect(size("widget-app.js") + size("widget-app.css")).toBeLessThanOrEqual(25_000);
  });
});
