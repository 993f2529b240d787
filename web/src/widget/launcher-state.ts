/** The button and the chat within a visit: put away, left open; and never over what has the focus on the page. */

type Kept = "hidden" | "open";

export function isKept(what: Kept): boolean {
  try {
    return Boolean(sessionStorage[`hitohata.${what}`]);
  } catch {
    return false;
  }
}

export function keep(what: Kept, isSo: boolean): void {
  try {
    sessionStorage[`hitohata.${what}`] = isSo ? 1 : "";
  } catch {
    // Then it lasts until the next page.
  }
}

/** WCAG 2.2, 2.4.11: the button steps aside while the focus is on something beneath it. */
export function avoidFocus(host: HTMLElement, launcher: HTMLElement): void {
  const look = () => {
    const focused = document.activeElement;
    launcher.classList.remove("aside");
    if (!focused || focused === host || focused === document.body) return;
    const [mine, its] = [launcher.getBoundingClientRect(), focused.getBoundingClientRect()];
    const isOver =
      its.right > mine.left && its.left < mine.right && its.bottom > mine.top && its.top < mine.bottom;
    launcher.classList.toggle("aside", isOver);
  };
  // After the browser has scrolled to what got the focus.
  document.addEventListener("focusin", () => requestAnimationFrame(look));
}
