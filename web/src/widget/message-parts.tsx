/** The parts of one message in their order; the Japanese of an answer that is read in another language is folded. */

import type { ComponentProps, JSX } from "preact";
import type { Part } from "../shared/types";
import { PartView } from "./parts";

/** Whether a part is the Japanese of the answer above it, which its reader has in another language already. */
function isOriginal(part: Part, above: Part | undefined): boolean {
  return part.type === "answer" && !part.language && above?.type === "answer" && !!above.language;
}

export function MessageParts({
  parts,
  ...rest
}: { parts: Part[] } & Omit<ComponentProps<typeof PartView>, "part">): JSX.Element {
  return (
    <>
      {parts.map((part, index) =>
        isOriginal(part, parts[index - 1]) ? (
          <details class="original">
            <summary>
              <span lang="en">Japanese original, sources</span>（日本語・出典）
            </summary>
            <PartView part={part} {...rest} />
          </details>
        ) : (
          <PartView part={part} {...rest} />
        ),
      )}
    </>
  );
}
