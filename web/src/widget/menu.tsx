/** The button [メニュー]; what it opens is fetched with the first press. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { lazy } from "./lazy";
import type { MenuProps } from "./sheet";

const Sheet = lazy(() => import("./sheet").then((part) => part.default));

export function Menu(props: MenuProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  // Escape closes the innermost thing only; the chat itself would be next.
  const onEscape = (event: KeyboardEvent) => {
    const isDialog = !!box.current?.querySelector("dialog[open]");
    if (event.key !== "Escape" || !(isOpen || isDialog)) return;
    event.stopPropagation();
    if (!isDialog) close();
  };
  // A tap beside it closes it, as people expect of what lies over something else.
  useLayoutEffect(() => {
    const root = button.current?.getRootNode();
    if (!isOpen || !root) return;
    const beside = (event: Event) => {
      if (!event.composedPath().some((target) => target === box.current)) setOpen(false);
    };
    root.addEventListener("pointerdown", beside);
    return () => root.removeEventListener("pointerdown", beside);
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its buttons let through
    <div ref={box} class="menu" onKeyDown={onEscape}>
      <button
        ref={button}
        type="button"
        class="plain"
        aria-expanded={isOpen}
        aria-controls="hitohata-menu"
        onClick={() => {
          setOpen(!isOpen);
          setWasOpen(true);
        }}
      >
        メニュー
      </button>
      {wasOpen && <Sheet {...props} isOpen={isOpen} close={close} />}
    </div>
  );
}
