/** The focus never falls back to the page: where its button goes away, it goes to the end of the log. */

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** From the end the newest choices are one Tab back and the field is one Tab on, however long the log is. */
export function focusEnd(chat: HTMLElement | null): void {
  chat?.querySelector<HTMLElement>(".end")?.focus({ preventScroll: true });
}

/** Whichever part of the chat takes away what has the focus; a part that knows a better place gives the focus there itself. */
export function useKeptFocus(chat: RefObject<HTMLElement>): void {
  useLayoutEffect(() => {
    const box = chat.current;
    if (!box) return;
    const root = box.getRootNode() as Document | ShadowRoot;
    let held: EventTarget | null = null;
    const came = (event: Event) => {
      held = event.target;
    };
    const left = ({ target }: Event) =>
      // Some browsers say so of what is just being taken away, too.
      queueMicrotask(() => {
        if (held === target && (target as Node).isConnected && root.activeElement !== target) held = null;
      });
    const watch = new MutationObserver(() => {
      if (!held || (held as Node).isConnected) return;
      held = null;
      if (!root.activeElement || root.activeElement === document.body) focusEnd(box);
    });
    box.addEventListener("focusin", came);
    box.addEventListener("focusout", left);
    watch.observe(box, { childList: true, subtree: true });
    return () => {
      box.removeEventListener("focusin", came);
      box.removeEventListener("focusout", left);
      watch.disconnect();
    };
  }, [chat]);
}
