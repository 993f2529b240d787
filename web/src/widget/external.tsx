/** A link to another page; it opens beside the chat, and says so to who does not see it. */

import type { JSX } from "preact";

export function External({ href, children }: { href: string; children: string }): JSX.Element {
  // The desk sends web addresses only; anything else is no link here.
  if (!/^https?:\/\//.test(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="hidden">（別のページで開きます）</span>
    </a>
  );
}
