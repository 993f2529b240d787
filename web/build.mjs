// Builds what the desk serves: two scripts for other people's pages (loader and widget), the chat page and the
// console. Each is its own bundle, because a city page must be able to load the widget with one script tag.
import { cp, mkdir, rm } from "node:fs/promises";
import { build } from "vite";

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
