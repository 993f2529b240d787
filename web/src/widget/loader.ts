/**
 * The one script tag of a city page: a button, and the chat on its first opening. Everything lives in a shadow
 * root, so that the page's styles and scripts do not reach it; nothing is asked of any other host.
 */

import { city } from "../shared/city";
import launcherStyles from "./launcher.css?inline";
import { avoidFocus, isKept, keep } from "./launcher-state";
import { load } from "./loading";
import { recall } from "./memory";
import { adoptStyles } from "./shadow-styles";
import { countUnread, titled } from "./unread-count";

const script = document.currentScript as HTMLScriptElement | null;
const base = script ? new URL(script.src).origin : location.origin;
/** That of the page around: who reads it in another language is told in that what the button opens, once its words have come. */
const { lang } = document.documentElement;
const words: Record<string, string> = {};
const say = (text: string) => words[text] ?? text;

const make = <K extends "button" | "div" | "span" | "p">(
  name: K,
  kind: string,
  ...inside: (string | Node)[]
) => {
  const element = document.createElement(name);
  element.className = kind;
  element.append(...inside);
  return element;
};

class HitohataChat extends HTMLElement {
  private panel: HTMLElement | undefined;
  private opener: Element | null = null;
  private isTitled = false;
  private readonly label = new Text();
  private readonly badge = make("span", "badge");
  private readonly button = make("button", "open");
  private readonly launcher = make("div", "launcher", this.button);

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    if (city) adoptStyles(root, city.css);
    adoptStyles(root, launcherStyles);
    // Voices and line breaks need to know, also on a page in another language.
    this.lang ||= "ja";
    if (this.hasAttribute("data-page")) {
      void this.open();
      return;
    }
    const { button, launcher } = this;
    button.dataset.testid = "launcher";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-haspopup", "dialog");
    button.append(this.label, this.badge);
    button.onclick = () => void this.open();
    const away = make("button", "away", "×");
    away.onclick = () => {
      launcher.hidden = true;
      keep("hidden", true);
    };
    launcher.append(away);
    launcher.hidden = isKept("hidden");
    const name = () => {
      this.label.data = this.dataset.label ?? say("移住の相談");
      away.setAttribute("aria-label", say("この訪問のあいだ、相談ボタンをしまう"));
      this.unread(Number(this.badge.textContent));
    };
    name();
    if (!/^(ja|$)/.test(lang))
      void fetch(`${base}/api/web/words/${lang}`)
        .then((answer) => answer.json())
        .then((found) => {
          Object.assign(words, found.words);
          launcher.lang = found.language;
          name();
        }, String);
    root.append(launcher);
    avoidFocus(this, launcher);
    if (this.dataset.open === "true" || isKept("open")) void this.open();
    else void countUnread(base).then((count) => this.panel ?? this.unread(count));
  }

  async open(): Promise<void> {
    const root = this.shadowRoot;
    if (!root) return;
    root.querySelector(".failed")?.remove();
    this.button.setAttribute("aria-busy", "true");
    try {
      await load(root, base);
    } catch {
      const words = make(
        "p",
        "failed",
        say("チャットを開けませんでした。通信を確かめて、もう一度お試しください。"),
        city ? say("お電話：{0}").replace("{0}", city.office + city.phone) : "",
      );
      words.setAttribute("role", "alert");
      root.append(words);
      return;
    } finally {
      this.button.removeAttribute("aria-busy");
    }
    this.opener = document.activeElement;
    this.panel ??= window.hitohataMount?.(this, base, (count) => this.unread(count));
    this.show(true);
  }

  close(): void {
    if (!this.panel) return;
    this.show(false);
    // A page may open the chat by a link of its own, with the button put away.
    const back = this.launcher.hidden ? this.opener : this.button;
    (back as HTMLElement | null)?.focus();
  }

  private show(isShown: boolean): void {
    const { panel, launcher } = this;
    if (!panel) return;
    panel.hidden = !isShown;
    launcher.hidden = isShown || isKept("hidden");
    keep("open", isShown);
    this.button.setAttribute("aria-expanded", String(isShown));
    panel.dispatchEvent(new Event("shown"));
  }

  private unread(count: number): void {
    this.badge.textContent = count ? String(count) : "";
    this.button.setAttribute(
      "aria-label",
      `${this.label.data} ${say("チャットを開く")}${count ? say("（未読 {0}件）").replace("{0}", `${count}`) : ""}`,
    );
    // The title is the page's own: it changes only for who asked for it.
    const isWished = count > 0 && Boolean(recall().alerts);
    if (isWished || this.isTitled) document.title = titled(document.title, isWished ? count : 0);
    this.isTitled = isWished;
  }
}

if (!customElements.get("hitohata-chat")) {
  customElements.define("hitohata-chat", HitohataChat);
  if (script && !document.querySelector("hitohata-chat")) {
    const element = document.createElement("hitohata-chat");
    for (const name in script.dataset) element.dataset[name] = script.dataset[name];
    const add = () => document.body.append(element);
    document.body ? add() : addEventListener("DOMContentLoaded", add);
  }
}
