/** The parts of one message in their order; the Japanese of an answer that is read in another language is folded. */

import type { ComponentProps, JSX } from "preact";
import type { Part } from "../shared/types";
import { PartView } from "./parts";

export function MessageParts({
  parts,
  ...rest
}: { parts: Part[] } & Omit<ComponentProps<typeof PartView>, "part">): JSX.Element {
  return (
    <>
      {parts.map((part, index) => {
        const above = parts[index - 1];
        const view = <PartView part={part} {...rest} />;
        // The Japanese of the answer above it, which its reader has in another language already.
        return part.type === "answer" && !part.language && above?.type === "answer" && above.language ? (
          <details class="more">
            <summary lang="en">Japanese original, sources</summary>
            {view}
          </details>
        ) : (
          view
        );
      })}
    </>
  );
}
