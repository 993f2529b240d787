// Builds what the desk serves: two scripts for other people's pages (loader and widget), the chat page and the
// console. Each is its own bundle, because a city page must be able to load the widget with one script tag.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { page } from "./pages.mjs";

const bundles = [
  { name: "widget", entry: "src/widget/loader.ts" },
  { name: "widget-app", entry: "src/widget/main.tsx" },
  { name: "console", entry: "src/console/main.tsx" },
];

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });
for (const { name, entry } of bundles) {
  await build({
    configFile: false,
    logLevel: "warn",
    esbuild: { jsx: "automatic", jsxImportSource: "preact" },
    build: {
      outDir: "dist",
      emptyOutDir: false,
      target: "es2020",
      cssCodeSplit: false,
      lib: { entry, formats: ["iife"], name: "hitohata", fileName: () => `${name}.js`, cssFileName: name },
      modulePreload: false,
    },
  });
}
await cp("public", "dist", { recursive: true });
// One source for people who read the repository and people who read the page.
await writeFile("dist/accessibility.html", page(await readFile("../docs/accessibility.md", "utf8")));

// What a city page pays; tests/widget/size.test.ts holds the limits.
for (const name of ["widget.js", "widget-app.js", "widget-app.css"]) {
  const packed = gzipSync(await readFile(`dist/${name}`), { level: 9 }).length;
  console.log(`${name.padEnd(16)} ${(packed / 1000).toFixed(1).padStart(6)} kB gzip`);
}
