/** Where the chat fills the screen, the page behind it must not take the focus. */

/** As in widget.css. */
const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";

/** Returns what to call whenever the panel was shown or hidden. */
export function cover(panel: HTMLElement): () => void {
  const { host } = panel.getRootNode() as ShadowRoot;
  const small = matchMedia(FULL_SCREEN);
  // What was made inert here; what the page itself made inert stays so.
  let covered: HTMLElement[] = [];
  const look = () => {
    const covers = !panel.hidden && small.matches;
    panel.setAttribute("aria-modal", String(covers));
    for (const element of covered) element.inert = false;
    covered = [];
    for (const element of covers ? document.body.children : []) {
      if (!(element instanceof HTMLElement) || element.inert || element.contains(host)) continue;
      element.inert = true;
      covered.push(element);
    }
  };
  small.addEventListener("change", look);
  return look;
}
