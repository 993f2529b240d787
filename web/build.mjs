// Builds what the desk serves: two scripts for other people's pages (loader and widget), the chat page and the
// console. Each is its own bundle, because a city page must be able to load the widget with one script tag.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { page } from "./pages.mjs";

const bundles = [
  { name: "widget-app", entry: "src/widget/main.tsx" },
  // After the chat, whose version it asks for: an older one in somebody's cache does not fit a newer loader.
  { name: "widget", entry: "src/widget/loader.ts" },
  // Fetched when somebody begins to write.
  { name: "widget-personal", entry: "src/widget/personal-data.ts" },
  { name: "console", entry: "src/console/main.tsx" },
  { name: "office", entry: "src/office/main.ts" },
];

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });
async function version() {
  const hash = createHash("sha256");
  for (const name of ["widget-app.js", "widget-app.css"]) hash.update(await readFile(`dist/${name}`));
  return hash.digest("hex").slice(0, 8);
}

for (const { name, entry } of bundles) {
  await build({
    configFile: false,
    logLevel: "warn",
    define: name === "widget" ? { VERSION: JSON.stringify(await version()) } : {},
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
for (const [name, source] of [
  ["accessibility", "accessibility"],
  ["privacy", "personal-information"],
])
  await writeFile(`dist/${name}.html`, page(await readFile(`../docs/${source}.md`, "utf8")));

// What a city page pays, packed here because the desk sends it so; tests/widget/size.test.ts holds the limits.
for (const name of await readdir("dist")) {
  if (!/\.(?:js|css|svg)$/.test(name)) continue;
  await writeFile(`dist/${name}.gz`, gzipSync(await readFile(`dist/${name}`), { level: 9 }));
}
for (const name of ["widget.js", "widget-app.js", "widget-app.css"]) {
  const packed = gzipSync(await readFile(`dist/${name}`), { level: 9 }).length;
  console.log(`${name.padEnd(16)} ${(packed / 1000).toFixed(1).padStart(6)} kB gzip`);
}
