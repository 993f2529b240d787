/** What whoever shows the chat gives it. */

export interface AppOptions {
  base: string;
  /** The element that the chat is in; it carries the colours. */
  panel: HTMLElement;
  title: string;
  /** Undefined on the page /chat, which has nothing to close. */
  close?: () => void;
  /** Called with the number of messages that nobody has seen. */
  unread: (count: number) => void;
  isShown: () => boolean;
  /** Calls back whenever the chat may have come into view or left it; returns how to stop that. */
  watchShown: (look: () => void) => () => void;
}
