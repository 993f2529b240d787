/** Fetches the chat's script and styles, once; a failure may be tried again. */

import { adoptStyles } from "./shadow-styles";

/** The files of the chat that was built with this loader (build.mjs). */
declare const APP: string;
declare const STYLES: string;

/** A connection that swallows everything must not keep the button busy for minutes. */
const PATIENCE_MS = 20_000;

async function styles(base: string): Promise<string> {
  const answer = await fetch(`${base}/widget-app.css?v=${STYLES}`);
  if (!answer.ok) throw 0;
  return answer.text();
}

let loading: Promise<string> | undefined;
const dressed = new WeakSet<ShadowRoot>();

export async function load(root: ShadowRoot, base: string): Promise<void> {
  const both = () => Promise.all([styles(base), import(/* @vite-ignore */ `${base}/${APP}`)]);
  const late = () => new Promise<never>((_, reject) => setTimeout(reject, PATIENCE_MS));
  loading ??= Promise.race([both(), late()]).then(([css]) => css);
  try {
    const css = await loading;
    if (!dressed.has(root)) adoptStyles(root, css);
    dressed.add(root);
  } catch (error) {
    loading = undefined;
    throw error;
  }
}
