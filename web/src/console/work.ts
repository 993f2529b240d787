/** What the parts of the console ask of the desk, and what becomes of it. */

import { type Inputs, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "./api";

/** Something asked for: whether it runs, and what went wrong. */
export function useWork() {
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setProblem("");
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
