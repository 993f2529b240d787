import { configDefaults, defineConfig } from "vitest/config";

// jsdom has no streams: those of Node are read, whose bytes a page of another realm does not know for its own.
const STREAMS = ["tests/widget/client*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "pages",
          // Each file has its own globals and its own page, as in a process of its own; jsdom is read once for each
          // thread instead of once for each file, which was two thirds of the tests' CPU.
          pool: "vmThreads",
          exclude: [...configDefaults.exclude, ...STREAMS],
        },
      },
      { test: { name: "streams", pool: "forks", include: STREAMS } },
    ],
  },
});
