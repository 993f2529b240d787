/** Fetches what spots personal data, once; without it a message is sent unasked, and the desk hides what it holds. */

import type {} from "./personal-data";

const PATIENCE_MS = 2_000;
let fetched: Promise<void> | undefined;

function fetchOnce(base: string): Promise<void> {
  fetched ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${base}/widget-personal.js`;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      fetched = undefined;
      resolve();
    };
    document.head.append(script);
  });
  return fetched;
}

/** Begin to fetch. */
export function prepare(base: string): void {
  if (!window.hitohataPersonal) void fetchOnce(base);
}

/** What a text holds, undefined for nothing or where nothing can tell; waits for a slow network only so long. */
export async function personalIn(text: string, base: string): Promise<string | undefined> {
  if (!window.hitohataPersonal)
    await Promise.race([fetchOnce(base), new Promise((over) => setTimeout(over, PATIENCE_MS))]);
  return window.hitohataPersonal?.(text);
}
