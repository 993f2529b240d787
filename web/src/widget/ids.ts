/** Names for messages, given before they are sent. */

/** `crypto.randomUUID` exists on secure pages only; this works on all. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
