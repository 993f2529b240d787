/** The button keeps out of the way: put away for the visit, and never over what has the focus on the page. */

const KEY = "hitohata.hidden";

export function isHidden(): boolean {
  try {
    return sessionStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
}

export function hide(launcher: HTMLElement): void {
  launcher.hidden = true;
  try {
    sessionStorage.setItem(KEY, "1");
  } catch {
    // Then it is put away until the next page.
  }
}

/** WCAG 2.2, 2.4.11: the button steps aside while the focus is on something beneath it. */
export function getOutOfTheWay(host: HTMLElement, launcher: HTMLElement): void {
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
