/** Giving the focus: with the picture that wants it, and never away from where somebody writes by now. */

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * Give `field` the focus when `isWanted` becomes true (at first, where nothing is said). Not in `useEffect`, which runs after
 * the next frame: whoever presses a field and types at once would find the words in this one.
 */
export function useFocus(field: RefObject<HTMLElement>, isWanted = true): void {
  useLayoutEffect(() => {
    if (isWanted) field.current?.focus();
  }, [isWanted]);
}

export function isTextField(target: unknown): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
}

/** Give `field` the focus after something was waited for: whoever went on to another field meanwhile stays there. */
export function focusAfterWaiting(field: HTMLElement | null): void {
  if (!isTextField(document.activeElement)) field?.focus();
}
