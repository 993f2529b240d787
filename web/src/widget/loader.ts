/**
 * The one script tag of a city page: a button, and the chat on its first opening. Everything lives in a shadow
 * root, so that the page's styles and scripts do not reach it; nothing is asked of any other host.
 */

import type { AppOptions } from "./app";

const script = document.currentScript as HTMLScriptElement | null;
const base = script ? new URL(script.src).origin : location.origin;
const DEFAULT_TITLE = "小樽市 移住相談チャット";

const LAUNCHER = `
:host { all: initial; position: fixed; inset: auto 0 0 auto; z-index: 2147483000; }
:host([data-page]) { position: static; display: block; height: 100%; }
.open { all: unset; box-sizing: border-box; position: fixed; right: calc(16px + env(safe-area-inset-right));
  bottom: calc(16px + env(safe-area-inset-bottom)); min-width: 44px; min-height: 52px; padding: 8px 20px;
  border-radius: 28px; border: 2px solid #fff; background: var(--hitohata-primary, #0017c1); color: #fff; cursor: pointer;
  font: 700 16px/1.4 "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif; box-shadow: 0 4px 16px #0004; }
.open:hover { background: #00118f; }
.open:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
.open[hidden] { display: none; }
.badge { display: inline-block; min-width: 22px; margin-left: 8px; padding: 0 6px; border-radius: 11px; background: #fff;
  color: #ce0000; text-align: center; }
.badge:empty { display: none; }
.failed { position: fixed; right: 16px; bottom: 80px; max-width: 280px; padding: 12px; background: #fff; color: #1a1a1c;
  border: 1px solid #ce0000; border-radius: 8px; font: 16px/1.6 sans-serif; }
@media print { :host { display: none; } }
`;

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

let loading: Promise<void> | undefined;

/** Fetch the app's script and styles, once; a failure may be tried again. */
function load(root: ShadowRoot): Promise<void> {
  loading ??= Promise.all([
    fetch(`${base}/widget-app.css`).then((answer) => {
      if (!answer.ok) throw new Error("styles");
      return answer.text();
    }),
    new Promise<void>((resolve, reject) => {
      const app = document.createElement("script");
      app.src = `${base}/widget-app.js`;
      app.onload = () => resolve();
      app.onerror = () => reject(new Error("script"));
      document.head.append(app);
    }),
  ])
    .then(([css]) => {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheetOf(css)];
    })
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

class HitohataChat extends HTMLElement {
  private panel: HTMLElement | undefined;
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheetOf(LAUNCHER)];
    if (this.hasAttribute("data-page")) {
      void this.open();
      return;
    }
    this.button.className = "open";
    this.button.type = "button";
    this.button.dataset.testid = "launcher";
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-haspopup", "dialog");
    this.button.append("移住の相談", this.badge);
    this.badge.className = "badge";
    this.button.addEventListener("click", () => void this.open());
    root.append(this.button);
    if (this.dataset.open === "true") void this.open();
  }

  async open(): Promise<void> {
    const root = this.shadowRoot;
    if (!root) return;
    const isPage = this.hasAttribute("data-page");
    root.querySelector(".failed")?.remove();
    try {
      await load(root);
    } catch {
      const words = document.createElement("p");
      words.className = "failed";
      words.setAttribute("role", "alert");
      words.textContent =
        "チャットを開けませんでした。通信を確かめて、もう一度お試しください。お電話：小樽市役所（代表）0134-32-4111";
      root.append(words);
      return;
    }
    if (!this.panel) {
      this.panel = document.createElement("section");
      this.panel.className = isPage ? "page" : "panel";
      this.panel.dataset.testid = "panel";
      this.panel.setAttribute("aria-labelledby", "hitohata-title");
      if (!isPage) this.panel.setAttribute("role", "dialog");
      root.append(this.panel);
      this.panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !isPage && !event.isComposing) this.close();
      });
      const options: AppOptions = {
        base,
        title: this.dataset.title ?? DEFAULT_TITLE,
        unread: (count) => this.unread(count),
        isShown: () => !this.panel?.hidden && document.visibilityState === "visible",
        ...(isPage ? {} : { close: () => this.close() }),
      };
      window.hitohataMount?.(this.panel, options);
    }
    this.panel.hidden = false;
    this.button.hidden = true;
    this.button.setAttribute("aria-expanded", "true");
    this.unread(0);
    // On touch the keyboard would cover the greeting: the panel gets the focus instead of the field.
    const touch = matchMedia("(pointer: coarse)").matches;
    const target = touch ? this.panel : this.panel.querySelector<HTMLElement>("textarea");
    if (touch) this.panel.tabIndex = -1;
    if (!isPage) requestAnimationFrame(() => (target ?? this.panel)?.focus());
  }

  close(): void {
    if (!this.panel) return;
    this.panel.hidden = true;
    this.button.hidden = false;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  private unread(count: number): void {
    this.badge.textContent = count ? String(count) : "";
    this.button.setAttribute(
      "aria-label",
      count ? `移住相談チャットを開く（未読 ${count}件）` : "移住相談チャットを開く",
    );
  }
}

if (!customElements.get("hitohata-chat")) {
  customElements.define("hitohata-chat", HitohataChat);
  if (script && !document.querySelector("hitohata-chat")) {
    const element = document.createElement("hitohata-chat");
    for (const [name, value] of Object.entries(script.dataset)) element.dataset[name] = value;
    const add = () => document.body.append(element);
    document.body ? add() : addEventListener("DOMContentLoaded", add);
  }
}
