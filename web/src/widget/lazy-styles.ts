/** The styles of a part that was fetched later than the chat, put into its shadow root once. */

import { adoptStyles } from "./shadow-styles";

const styled = new WeakMap<Node, Set<string>>();

export function addStyles(element: HTMLElement | null, css: string): void {
  const root = element?.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const known = styled.get(root) ?? new Set();
  styled.set(root, known);
  if (known.has(css)) return;
  known.add(css);
  adoptStyles(root, css);
}
