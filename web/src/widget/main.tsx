/** Loaded on the first opening: makes the panel in the loader's shadow root and mounts the chat into it. */

import { render } from "preact";
import { city } from "../shared/city";
import { focusAfterWaiting } from "../shared/focus";
import { App } from "./app";
import { fillScreen } from "./full-screen";
import { makeRoomForKeyboard } from "./keyboard";
import type { AppOptions } from "./options";
import "./widget.css";

type Mount = (host: Host, base: string, unread: (count: number) => void) => HTMLElement;
interface Host extends HTMLElement {
  close: () => void;
}

declare global {
  interface Window {
    hitohataMount?: Mount;
  }
}

window.hitohataMount = (host, base, unread) => {
  const isPage = host.hasAttribute("data-page");
  const panel = document.createElement("section");
  panel.className = isPage ? "page" : "panel";
  panel.dataset.testid = "panel";
  panel.id = "hitohata-panel";
  panel.tabIndex = -1;
  // `all: initial` on the host undoes its language for line breaks and fonts, though not for voices.
  panel.lang = host.lang;
  panel.setAttribute("aria-labelledby", "hitohata-title");
  host.shadowRoot?.append(panel);
  if (!isPage) {
    panel.setAttribute("role", "dialog");
    host.shadowRoot?.querySelector(".open")?.setAttribute("aria-controls", panel.id);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) host.close();
    });
    // On touch the keyboard would cover the greeting: the panel gets the focus instead of the field.
    panel.addEventListener("shown", () => {
      if (panel.hidden) return;
      const field = matchMedia("(pointer: coarse)").matches ? null : panel.querySelector("textarea");
      // Fetching the chat takes a while, and on the next page it opens by itself.
      focusAfterWaiting(field ?? panel);
    });
  }
  const options: AppOptions = {
    base,
    panel,
    title: host.dataset.title ?? city?.chat ?? "移住相談チャット",
    unread,
    isShown: () => !panel.hidden && document.visibilityState === "visible",
    watchShown: (look) => {
      panel.addEventListener("shown", look);
      document.addEventListener("visibilitychange", look);
      return () => {
        panel.removeEventListener("shown", look);
        document.removeEventListener("visibilitychange", look);
      };
    },
    ...(isPage ? {} : { close: () => host.close() }),
  };
  let fills = () => true;
  if (!isPage) {
    const { isFilling, look } = fillScreen(panel, () => host.close());
    options.watchShown(look);
    fills = isFilling;
  }
  options.watchShown(makeRoomForKeyboard(panel, fills));
  render(<App options={options} />, panel);
  return panel;
};
