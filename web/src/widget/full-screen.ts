/** Where the chat fills the screen, the page behind it neither takes the focus nor scrolls, and Back closes what lies on top: a dialog, then the chat. */

/** As in widget.css. */
const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";

export interface FullScreen {
  /** Whether the chat fills the screen now. */
  isFilling: () => boolean;
  /** To be called whenever the panel was shown or hidden. */
  look: () => void;
}

/** Whether the newest entry of the page's history is the one that Back shall only close the chat with. */
const isOurs = () => Boolean((history.state as { hitohata?: boolean } | null)?.hitohata);

/** `close` is called when Back is used while the chat fills the screen. */
export function fillScreen(panel: HTMLElement, close: () => void): FullScreen {
  const { host } = panel.getRootNode() as ShadowRoot;
  const small = matchMedia(FULL_SCREEN);
  const isFilling = () => !panel.hidden && small.matches;
  // What was made inert here; what the page itself made inert stays so.
  let covered: HTMLElement[] = [];
  let scrolled: string | undefined;
  /** Whether the step back that takes our entry away is still under way. */
  let isLeaving = false;
  const { style } = document.documentElement;
  /** Closes what asks for an answer; returns whether anything did. */
  const closeDialogs = () => {
    const open = panel.querySelectorAll<HTMLDialogElement>("dialog[open]");
    for (const dialog of open) dialog.close();
    return open.length > 0;
  };
  const look = () => {
    // Left open in a chat that nobody sees, it would keep the whole page from being used.
    if (panel.hidden) closeDialogs();
    const isCover = isFilling();
    panel.setAttribute("aria-modal", String(isCover));
    for (const element of covered) element.inert = false;
    covered = [];
    for (const element of isCover ? document.body.children : []) {
      if (!(element instanceof HTMLElement) || element.inert || element.contains(host)) continue;
      element.inert = true;
      covered.push(element);
    }
    if (isCover) scrolled ??= style.overflow;
    if (scrolled !== undefined) style.overflow = isCover ? "hidden" : scrolled;
    if (!isCover) scrolled = undefined;
    // What the page keeps in its own entry stays in it.
    if (isCover && !isOurs()) history.pushState({ ...history.state, hitohata: true }, "");
    // Once: the browser takes its time, and another step back would leave the page.
    if (panel.hidden && isOurs() && !isLeaving) {
      isLeaving = true;
      history.back();
    }
  };
  addEventListener("popstate", () => {
    // Who has opened it again since then did not ask for it to be closed.
    const wasLeaving = isLeaving;
    isLeaving = false;
    if (!isFilling() || isOurs()) return;
    if (wasLeaving) return look();
    if (closeDialogs()) look();
    else close();
  });
  small.addEventListener("change", look);
  return { isFilling, look };
}
