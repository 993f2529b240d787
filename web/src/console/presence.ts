/** Who is at a case: that the migrant types, and that I look at it. */

import { useEffect, useState } from "preact/hooks";
import { api } from "./api";
import type { CasePage } from "./types";

const VIEWING_MS = 20_000;
/** A sign of typing holds for some seconds; nothing is sent when it ends. */
const TYPING_MS = 7_000;

export function useTyping(page: CasePage): boolean {
  const [isTyping, setTyping] = useState(page.typing);
  useEffect(() => {
    setTyping(page.typing);
    if (!page.typing) return undefined;
    const timer = setTimeout(() => setTyping(false), TYPING_MS);
    return () => clearTimeout(timer);
  }, [page]);
  return isTyping;
}

/** Tells the desk that I look at the case; what I was told of it has been seen then. */
export function useViewing(
  page: CasePage,
  isTold: boolean,
  news: number | undefined,
  seen: () => void,
): void {
  const id = page.case.case_id;
  useEffect(() => {
    if (!isTold) return undefined;
    const look = () =>
      void api.viewing(id).then(
        () => news !== undefined && seen(),
        () => undefined,
      );
    look();
    const timer = setInterval(look, VIEWING_MS);
    return () => clearInterval(timer);
    // A note that comes while one looks has been seen.
  }, [id, isTold, page.notes.length, news, seen]);
}
