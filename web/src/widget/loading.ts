/** Fetches the chat's script and styles, once; a failure may be tried again. */

/** Give a shadow root a style sheet; before Safari 16.4 only an element can carry one. */
export function adopt(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = css;
    root.append(style);
  }
}

/** Of the chat that was built with this loader (build.mjs). */
declare const VERSION: string;

async function styles(base: string): Promise<string> {
  const answer = await fetch(`${base}/widget-app.css?v=${VERSION}`);
  if (!answer.ok) throw new Error("styles");
  return answer.text();
}

function app(base: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}/widget-app.js?v=${VERSION}`;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error("script"));
    };
    document.head.append(script);
  });
}

let loading: Promise<string> | undefined;
const dressed = new WeakSet<ShadowRoot>();

export async function load(root: ShadowRoot, base: string): Promise<void> {
  loading ??= Promise.all([styles(base), app(base)]).then(([css]) => css);
  try {
    const css = await loading;
    if (!dressed.has(root)) adopt(root, css);
    dressed.add(root);
  } catch (error) {
    loading = undefined;
    throw error;
  }
}
