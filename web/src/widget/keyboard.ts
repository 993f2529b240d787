/** Where a keyboard covers part of a phone, the chat takes the rest: what is written and answered stays in sight. */

/** Enlarged by two fingers, people move over the chat themselves. */
const ENLARGED = 1.01;

/**
 * Neither `100dvh` nor a fixed position knows of the keyboard of iOS or of Chrome on Android; only the visual viewport does.
 * Returns what to call whenever the panel was shown or hidden; `fills` tells whether it takes the whole screen now.
 */
export function makeRoomForKeyboard(panel: HTMLElement, fills: () => boolean): () => void {
  const view = window.visualViewport;
  const fit = () => {
    const isFitted = view && view.scale < ENLARGED && fills();
    panel.style.height = isFitted ? `${view.height}px` : "";
    panel.style.top = isFitted ? `${view.offsetTop}px` : "";
  };
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
  return fit;
}
