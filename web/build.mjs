// Builds what the desk serves: two scripts for other people's pages (loader and widget), the chat page and the
// console. Each is its own bundle, because a city page must be able to load the widget with one script tag.
import { createHash } from "node:crypto";
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transformWithEsbuild } from "vite";
import { page } from "./pages.mjs";

const TARGET = "es2020";
const shared = {
  configFile: false,
  logLevel: "warn",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
};
const building = {
  outDir: "dist",
  emptyOutDir: false,
  target: TARGET,
  cssCodeSplit: false,
  modulePreload: false,
};

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });

// Vite leaves the whitespace of ES modules alone, for packages that are bundled once more; these are not.
const minified = {
  name: "minified",
  renderChunk: async (code) =>
    (await transformWithEsbuild(code, "chunk.js", { minify: true, target: TARGET, sourcemap: false })).code,
};

// The chat is a module, so that parts that few people need are fetched when they are (`import()`). All its files carry
// their content in their names: a part asks for the very chat that it was built with, which must not be loaded twice.
async function chat() {
  const output = { entryFileNames: "widget-app-[hash].js", chunkFileNames: "widget-[name]-[hash].js" };
  const lib = { entry: "src/widget/main.tsx", formats: ["es"], cssFileName: "widget-app" };
  const [{ output: files }] = await build({
    ...shared,
    plugins: [minified],
    // With a target of its own Vite would print the code once more after the plugin, with its whitespace.
    build: {
      ...building,
      target: "esnext",
      minify: false,
      cssMinify: true,
      cssTarget: TARGET,
      lib,
      rollupOptions: { output, preserveEntrySignatures: "allow-extension" },
    },
  });
  const css = createHash("sha256").update(await readFile("dist/widget-app.css"));
  return { app: files.find((file) => file.isEntry).fileName, styles: css.digest("hex").slice(0, 8) };
}

async function script(name, entry, define = {}) {
  const lib = { entry, formats: ["iife"], name: "hitohata", fileName: () => `${name}.js`, cssFileName: name };
  await build({ ...shared, define, build: { ...building, lib } });
}

// The loader comes after the chat, whose files it names: older ones in somebody's cache do not fit it.
const { app, styles } = await chat();
await script("widget", "src/widget/loader.ts", { APP: JSON.stringify(app), STYLES: JSON.stringify(styles) });
await script("console", "src/console/main.tsx");
await script("office", "src/office/main.ts");
await script("booking", "src/booking/main.ts");
await cp("public", "dist", { recursive: true });
// The one page of these that says something to screen readers alone.
await appendFile("dist/chat.css", await readFile("src/shared/hidden.css"));
// One source for people who read the repository and people who read the page.
for (const [name, source] of [
  ["accessibility", "accessibility"],
  ["privacy", "personal-information"],
])
  await writeFile(`dist/${name}.html`, page(await readFile(`../docs/${source}.md`, "utf8")));

// What a city page pays, packed here because the desk sends it so; tests/widget/size.test.ts holds the limits.
for (const name of (await readdir("dist")).sort()) {
  if (!/\.(?:js|css|svg)$/.test(name)) continue;
  const packed = gzipSync(await readFile(`dist/${name}`), { level: 9 });
  await writeFile(`dist/${name}.gz`, packed);
  if (name.startsWith("widget"))
    console.log(`${name.padEnd(32)} ${(packed.length / 1000).toFixed(1).padStart(6)} kB gzip`);
}
