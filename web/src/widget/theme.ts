/** Light or dark: as the device has it, unless the person chose. */

import { useEffect, useState } from "preact/hooks";
import type { Theme } from "./memory";

export function useDark(theme: Theme): boolean {
  const [device] = useState(() => matchMedia("(prefers-color-scheme: dark)"));
  const [isDark, setDark] = useState(device.matches);
  useEffect(() => {
    const look = () => setDark(device.matches);
    device.addEventListener("change", look);
    return () => device.removeEventListener("change", look);
  }, [device]);
  return theme === "auto" ? isDark : theme === "dark";
}
