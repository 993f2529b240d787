import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const size = (name: string) => gzipSync(readFileSync(`${root}dist/${name}`), { level: 9 }).length;
const app = () => readdirSync(`${root}dist`).filter((name) => /^widget-app-[\w-]+\.js$/.test(name));

describe("the weight on a city page", () => {
  beforeAll(() => {
    // Vitest's NODE_ENV would build what only developers read.
    const env = { ...process.env, NODE_ENV: "production" };
    if (!existsSync(`${root}dist/widget.js`)) execFileSync("node", ["build.mjs"], { cwd: root, env });
  }, 60_000);

  it("is at most 3 kB for the loader", () => {
    expect(size("widget.js")).toBeLessThanOrEqual(3_000);
  });

  it("is at most 25 kB for the chat, styles included", () => {
    const [entry, ...more] = app();

    expect(more).toEqual([]);
    expect(size(entry ?? "") + size("widget-app.css")).toBeLessThanOrEqual(25_000);
  });

  it("has nothing that is fetched with the chat but one script and its styles", () => {
    const code = readFileSync(`${root}dist/${app()[0]}`, "utf8");

    expect(code).not.toMatch(/^import[ {"*]/m);
    expect(code).not.toMatch(/;import[ {"*]/);
  });
});
