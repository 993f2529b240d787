/** A button that opens a sheet below it; Escape and a press elsewhere close it. */

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export function Popover(props: {
  name: string;
  label: ComponentChildren;
  tone?: string;
  children: (close: () => void) => ComponentChildren;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  // With the picture: Escape may be pressed before the next frame.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key === "Escape") opener.current?.focus();
      else if (event instanceof KeyboardEvent || box.current?.contains(event.target as Node)) return;
      setOpen(false);
    };
    addEventListener("keydown", leave);
    addEventListener("pointerdown", leave);
    return () => {
      removeEventListener("keydown", leave);
      removeEventListener("pointerdown", leave);
    };
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    opener.current?.focus(); // where the focus comes back to
  };
  return (
    <div class="popover" ref={box}>
      <button
        type="button"
        ref={opener}
        class={props.tone}
        data-testid={props.name}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {props.label}
      </button>
      {isOpen && <div class="sheet">{props.children(close)}</div>}
    </div>
  );
}
