/**
 * The one script tag of a city page: a button, and the chat on its first opening. Everything lives in a shadow
 * root, so that the page's styles and scripts do not reach it; nothing is asked of any other host.
 */

import type { AppOptions } from "./app";
import launcher from "./launcher.css?inline";
import { adopt, load } from "./loading";
import { peek, titled } from "./peek";

const script = document.currentScript as HTMLScriptElement | null;
const base = script ? new URL(script.src).origin : location.origin;
const DEFAULT_TITLE = "小樽市 移住相談チャット";
const LABEL = "移住の相談";
const FAILED =
  "チャットを開けませんでした。通信を確かめて、もう一度お試しください。お電話：小樽市役所（代表）0134-32-4111";

class HitohataChat extends HTMLElement {
  private panel: HTMLElement | undefined;
  private isTitled = false;
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");

  private get isPage(): boolean {
    return this.hasAttribute("data-page");
  }

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    adopt(root, launcher);
    // Voices and line breaks need to know, also on a page in another language.
    this.lang ||= "ja";
    if (this.isPage) {
      void this.open();
      return;
    }
    this.button.className = "open";
    this.button.type = "button";
    this.button.dataset.testid = "launcher";
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-haspopup", "dialog");
    this.button.append(LABEL, this.badge);
    this.badge.className = "badge";
    this.unread(0);
    this.button.addEventListener("click", () => void this.open());
    root.append(this.button);
    if (this.dataset.open === "true") void this.open();
    else void peek(base).then((count) => this.panel ?? this.unread(count));
  }

  async open(): Promise<void> {
    const root = this.shadowRoot;
    if (!root) return;
    root.querySelector(".failed")?.remove();
    this.button.setAttribute("aria-busy", "true");
    try {
      await load(root, base);
    } catch {
      const words = document.createElement("p");
      words.className = "failed";
      words.setAttribute("role", "alert");
      words.textContent = FAILED;
      root.append(words);
      return;
    } finally {
      this.button.removeAttribute("aria-busy");
    }
    const panel = this.mounted(root);
    panel.hidden = false;
    this.button.hidden = true;
    this.button.setAttribute("aria-expanded", "true");
    panel.dispatchEvent(new Event("shown"));
    // On touch the keyboard would cover the greeting: the panel gets the focus instead of the field.
    const field = matchMedia("(pointer: coarse)").matches ? null : panel.querySelector("textarea");
    if (!this.isPage) requestAnimationFrame(() => (field ?? panel).focus());
  }

  close(): void {
    if (!this.panel) return;
    this.panel.hidden = true;
    this.panel.dispatchEvent(new Event("shown"));
    this.button.hidden = false;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  /** The panel with the chat in it; made on the first opening. */
  private mounted(root: ShadowRoot): HTMLElement {
    if (this.panel) return this.panel;
    const { isPage } = this;
    const panel = document.createElement("section");
    this.panel = panel;
    panel.className = isPage ? "page" : "panel";
    panel.dataset.testid = "panel";
    panel.tabIndex = -1;
    panel.setAttribute("aria-labelledby", "hitohata-title");
    root.append(panel);
    if (!isPage) {
      panel.setAttribute("role", "dialog");
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !event.isComposing) this.close();
      });
    }
    const options: AppOptions = {
      base,
      title: this.dataset.title ?? DEFAULT_TITLE,
      unread: (count) => this.unread(count),
      isShown: () => !panel.hidden && document.visibilityState === "visible",
      watchShown: (look) => {
        panel.addEventListener("shown", look);
        document.addEventListener("visibilitychange", look);
        return () => {
          panel.removeEventListener("shown", look);
          document.removeEventListener("visibilitychange", look);
        };
      },
      ...(isPage ? {} : { close: () => this.close() }),
    };
    window.hitohataMount?.(panel, options);
    return panel;
  }

  private unread(count: number): void {
    this.badge.textContent = count ? String(count) : "";
    this.button.setAttribute("aria-label", `${LABEL} チャットを開く${count ? `（未読 ${count}件）` : ""}`);
    // A number that the page itself put before its title is its own business.
    if (count || this.isTitled) document.title = titled(document.title, count);
    this.isTitled = count > 0;
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
