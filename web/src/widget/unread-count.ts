/** What is known of the conversation before the chat is loaded: how much of it nobody has seen yet. */

import type { Message } from "../shared/types";
import { recall } from "./memory";

/** Answers that came since the last visit; asks only if this device has a conversation. */
export async function countUnread(base: string): Promise<number> {
  try {
    const { token, readSeq = 0 } = recall();
    if (!token) return 0;
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await fetch(`${base}/api/web/messages?after=${readSeq}`, { headers });
    const { messages } = (await answer.json()) as { messages: Message[] };
    return messages.filter((message) => message.author !== "user").length;
  } catch {
    // An erased conversation or no net: the chat itself tells when it is opened.
    return 0;
  }
}

/** A page title with the number of unread messages before it, whatever number stood there. */
export function titled(title: string, count: number): string {
  const plain = title.replace(/^\(\d+\) /, "");
  return count ? `(${count}) ${plain}` : plain;
}
