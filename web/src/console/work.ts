/** What the parts of the console ask of the desk, and what becomes of it. */

import { type Inputs, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "./api";

/**
 * Something asked for: whether it runs, and what went wrong. A button is disabled meanwhile, and browsers take the focus
 * from it: where it is still there afterwards and nothing else has the focus, it has it again.
 */
export function useWork() {
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const pressed = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isBusy) return;
    const button = pressed.current;
    pressed.current = null;
    if (button instanceof HTMLElement && button.isConnected && document.activeElement === document.body)
      button.focus();
  }, [isBusy]);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setProblem("");
    pressed.current = document.activeElement;
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setProblem(words(error));
    }
    setBusy(false);
  };
  return { problem, setProblem, isBusy, run };
}

/** What the desk knows, read anew when `inputs` change; an answer that was overtaken is left out. */
export function useRead<T>(read: () => Promise<T>, inputs: Inputs) {
  const [found, setFound] = useState<T>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isCurrent = true;
    read().then(
      (next) => isCurrent && setFound(next),
      (error) => {
        if (!isCurrent) return;
        setFound(undefined);
        setProblem(words(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, inputs);
  return { found, setFound, problem, setProblem };
}

/** Gives the focus back to the button that opened something, once that is closed. */
export function useReturn(isOpen: boolean) {
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return opener;
}
