// Bundles screens.tsx into the folder given, as build.mjs does with the chat: npm --prefix web run answers -- FOLDER.
import { build } from "vite";

await build({
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: process.argv[2],
    emptyOutDir: false,
    target: "es2020",
    cssCodeSplit: false,
    lib: {
      entry: "tests/answers/screens.tsx",
      formats: ["iife"],
      name: "screens",
      fileName: () => "screens.js",
      cssFileName: "screens",
    },
    modulePreload: false,
  },
});
