/** Where the log stands: new words come into view, but nobody is torn away from what they read. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { focusEnd } from "./focus";
import type { Log } from "./log";

/** So near to the end somebody is following the conversation rather than reading back. */
const NEAR_PX = 160;
/** A message that fills more of the view than this is shown from its beginning. */
const LONG = 0.7;

/** In very low views all of the chat scrolls instead of the log (widget.css). */
function scrollerOf(list: HTMLElement): { element: HTMLElement; offset: number } {
  const isAll = getComputedStyle(list).overflowY === "visible";
  return { element: (isAll && list.parentElement) || list, offset: isAll ? list.offsetTop : 0 };
}

const below = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight;

/** Returns how to come to words that were added out of sight, undefined where there are none. */
export function useScrolling(
  box: RefObject<HTMLElement>,
  log: Log,
  isTyping: boolean,
): (() => void) | undefined {
  const [hasNews, setNews] = useState(false);
  const last = log.messages.at(-1);
  const count = log.messages.length + log.pending.length;
  /** How it was left: `rest` is what lay below the view. */
  const known = useRef({ count: 0, height: 0, top: 0, rest: 0 });
  // only when something was added
  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const { element, offset } = scrollerOf(list);
    const before = known.current;
    // Not moved since it was placed here, or at the end by hand: the view goes along.
    const follows =
      element.scrollTop === before.top || before.height - element.scrollTop - element.clientHeight < NEAR_PX;
    const isMine = log.pending.length > 0 || last?.author === "user";
    const isNew = count !== before.count;
    if (follows || isMine) {
      const entry =
        isNew && last && !isMine ? element.querySelector<HTMLElement>(`[data-seq="${last.seq}"]`) : null;
      const isLong = entry && entry.offsetHeight > element.clientHeight * LONG;
      if (isLong) element.scrollTop = log.messages.length > 1 ? entry.offsetTop + offset - 12 : 0;
      else if (isNew || isTyping) element.scrollTop = element.scrollHeight;
    } else if (isNew && before.count) setNews(true);
    known.current = { count, height: element.scrollHeight, top: element.scrollTop, rest: below(element) };
  }, [count, last?.seq, isTyping]);

  // A keyboard comes, the field grows, a line of the header goes: who was at the end stays there.
  useLayoutEffect(() => {
    const list = box.current;
    if (!list || !("ResizeObserver" in window)) return;
    const note = () => {
      known.current.rest = below(list);
      if (below(scrollerOf(list).element) < NEAR_PX) setNews(false);
    };
    const observer = new ResizeObserver(() => {
      const { rest } = known.current;
      if (rest >= NEAR_PX) return note();
      list.scrollTop += below(list) - rest;
      known.current.top = list.scrollTop;
    });
    list.addEventListener("scroll", note);
    observer.observe(list);
    return () => {
      observer.disconnect();
      list.removeEventListener("scroll", note);
    };
  }, [box]);
  const toNews = () => {
    setNews(false);
    if (box.current) {
      const { element } = scrollerOf(box.current);
      element.scrollTop = element.scrollHeight;
      focusEnd(element);
    }
  };
  return hasNews ? toNews : undefined;
}
