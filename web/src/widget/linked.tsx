/** Plain words in which addresses and telephone numbers can be tapped. */

import type { JSX } from "preact";
import { linkify } from "../shared/linkify";
import { External } from "./external";
import { Words } from "./words";

export function Linked({ text }: { text: string }): JSX.Element {
  return (
    <>
      {linkify(text).map(({ text: words, href }) => {
        if (!href) return <Words text={words} />;
        return href.startsWith("tel:") ? (
          <a href={href}>{words}</a>
        ) : (
          <External href={href}>{words}</External>
        );
      })}
    </>
  );
}
