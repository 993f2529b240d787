/**
 * On the pages of booking, which work without this script. A page that answers a form holds what was sent; whoever came
 * Back to it, from 「ご予約を受け付けました」 above all, would be asked by the browser whether to send all of it again. As it is
 * left, the history gets the step's own address instead: Back then asks for a page and sends nothing. Nothing is kept.
 */

const ANSWER = /^(\/appointments\/[^/]+)\/(?:check|edit|book|change|cancel|erase)$/;
/** What of a form says which step it is; the rest is personal, and stands in no address. */
const STEP = ["method", "at"];

/** The address of the step that a page answering a form belongs to; nothing for any other page. */
export function stepOf(path: string, form: HTMLFormElement | null): string | undefined {
  const base = ANSWER.exec(path)?.[1];
  if (!base) return undefined;
  const query = new URLSearchParams();
  for (const name of STEP) {
    const field = form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.value) query.set(name, field.value);
  }
  return query.size ? `${base}?${query}` : base;
}

/** Lets Back lead to the step itself once the page is left by a form or a link. */
export function followLeaving(place: Document, past: History, path: string): void {
  const address = stepOf(path, place.querySelector("form"));
  if (!address) return;
  const forget = () => past.replaceState(null, "", address);
  place.addEventListener("submit", forget);
  place.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    // A number that is called and a page in another tab leave this one where it is.
    if (link instanceof HTMLAnchorElement && !link.target && link.protocol.startsWith("http")) forget();
  });
}

followLeaving(document, history, location.pathname);
