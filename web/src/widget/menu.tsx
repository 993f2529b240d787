/** The button [メニュー]; what it opens is fetched with the first press. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Client } from "./client";
import { lazy } from "./lazy";
import type { Theme } from "./memory";
import type { AppOptions } from "./options";

export interface Preferences {
  easy: boolean;
  size: number;
  theme: Theme;
  alerts: boolean;
}

export interface MenuProps {
  preferences: Preferences;
  change: (preferences: Preferences) => void;
  options: AppOptions;
  desk: Client;
  /** What could not be done, for the line above the log. */
  tell: (problem: string) => void;
  /** Puts the focus to the end of the log, where what was asked for comes. */
  toEnd: () => void;
  /** Undefined while a person is called or answers: nobody leaves them by mistake. */
  anew: (() => void) | undefined;
  erase: () => void;
}

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
  useEffect(() => {
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
