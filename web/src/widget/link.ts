/** The code of a one-time link (`/chat#open=…`): read once, taken out of the address bar, kept until it was used. */

const FORM = /^#open=([\w-]{20,80})$/;
let kept: string | undefined;

export function takeCode(): string | undefined {
  const found = FORM.exec(location.hash)?.[1];
  if (found && location.pathname.endsWith("/chat")) {
    kept = found;
    // Whoever looks at the address or the history later finds nothing.
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  const code = kept;
  kept = undefined;
  return code;
}

/** It could not be asked for now: the next try has it. */
export function giveBack(code: string): void {
  kept = code;
}
