/** A slash that begins a line opens the list of phrases instead of being written. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { withoutSlash } from "./insertable";

interface Slash {
  field: RefObject<HTMLTextAreaElement>;
  /** What is written so far. */
  text: string;
  write: (text: string) => void;
  open: () => void;
}

/** Returns what to do with each input; an input method's slash comes when it is done. */
export function useSlash(slash: Slash): (text: string, isComposing: boolean) => void {
  const { field } = slash;
  const latest = useRef(slash);
  latest.current = slash;
  useEffect(() => {
    const box = field.current;
    const composed = () => {
      const line = box?.value.slice(0, box.selectionStart).split("\n").pop() ?? "";
      if (!/^[/／]$/.test(line)) return;
      const { text, write, open } = latest.current;
      write(text.replace(/(^|\n)[/／](?=\n|$)/, "$1"));
      open();
    };
    box?.addEventListener("compositionend", composed);
    return () => box?.removeEventListener("compositionend", composed);
  }, [field]);
  return (text, isComposing) => {
    const without = isComposing
      ? undefined
      : withoutSlash(slash.text, text, field.current?.selectionStart ?? text.length);
    if (without === undefined) return slash.write(text);
    if (field.current) field.current.value = without;
    slash.open();
  };
}
