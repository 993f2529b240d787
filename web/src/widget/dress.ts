/** The styles of a part that was fetched later than the chat, put into its shadow root once. */

import { adopt } from "./adopt";

const dressed = new WeakMap<Node, Set<string>>();

export function dress(element: HTMLElement | null, css: string): void {
  const root = element?.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const known = dressed.get(root) ?? new Set();
  dressed.set(root, known);
  if (known.has(css)) return;
  known.add(css);
  adopt(root, css);
}
