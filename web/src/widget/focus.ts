/** The focus never falls back to the page: where its button goes away, it goes to the end of the log. */

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** From the end the newest choices are one Tab back and the field is one Tab on, however long the log is. */
export function focusEnd(chat: HTMLElement | null): void {
  chat?.querySelector<HTMLElement>(".end")?.focus({ preventScroll: true });
}

/** To be called while a picture is made: what has the focus then may not be in the next one. */
export function useKeptFocus(chat: RefObject<HTMLElement>): void {
  const root = chat.current?.getRootNode() as ShadowRoot | undefined;
  const held = root?.activeElement;
  useLayoutEffect(() => {
    if (held && !held.isConnected) focusEnd(chat.current);
  });
}
