/** The code of a one-time link (`/chat#open=…`): read once and taken out of the address bar. */

const FORM = /^#open=([\w-]{20,80})$/;

export function takeCode(): string | undefined {
  const found = FORM.exec(location.hash)?.[1];
  if (!found || !location.pathname.endsWith("/chat")) return undefined;
  // Whoever looks at the address or the history later finds nothing.
  history.replaceState(history.state, "", location.pathname + location.search);
  return found;
}
