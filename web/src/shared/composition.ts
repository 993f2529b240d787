/** Tells a field's guard when the input method is at work. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CompositionGuard } from "./ime";

/**
 * Listens by hand: elements have no `oncompositionend` property, by which Preact would find out how the event is
 * written, so that its `onCompositionEnd` waits for an event "CompositionEnd", which never comes.
 */
export function useCompositionGuard(field: RefObject<HTMLElement>): CompositionGuard {
  const guard = useRef<CompositionGuard>();
  guard.current ??= new CompositionGuard();
  const found = guard.current;
  useEffect(() => {
    const element = field.current;
    const start = () => found.start();
    const end = () => found.end(performance.now());
    element?.addEventListener("compositionstart", start);
    element?.addEventListener("compositionend", end);
    return () => {
      element?.removeEventListener("compositionstart", start);
      element?.removeEventListener("compositionend", end);
    };
  }, [field, found]);
  return found;
}
