/** The conversation as the screen has it: server-numbered messages and what is still on its way; pure. */

import type { Message, Standing } from "../shared/types";

export interface Pending {
  clientId: string;
  label: string;
  /** Set for a tapped choice, unset for typed text. */
  choice?: string;
  failed?: boolean;
  /** Why the server refused it; such a message is not sent again by itself. */
  refused?: string;
}

export interface Log {
  messages: Message[];
  pending: Pending[];
  standing?: Standing;
  isConnected: boolean;
}

export const EMPTY: Log = { messages: [], pending: [], isConnected: true };

export function lastSeq(log: Log): number {
  return log.messages.at(-1)?.seq ?? 0;
}

/** Add messages: order by number, nothing twice, and what was pending is there now. */
export function received(log: Log, fresh: Message[]): Log {
  if (!fresh.length) return log;
  const known = new Map(log.messages.map((message) => [message.seq, message]));
  for (const message of fresh) known.set(message.seq, message);
  const messages = [...known.values()].sort((a, b) => a.seq - b.seq);
  const arrived = new Set(messages.map((message) => message.client_id).filter(Boolean));
  return { ...log, messages, pending: log.pending.filter((item) => !arrived.has(item.clientId)) };
}

/** Take how things stand, unless what is known is newer: the stream and a request may overtake each other. */
export function stands(log: Log, standing: Standing): Log {
  const known = log.standing;
  const isOlder =
    known !== undefined &&
    (standing.epoch < known.epoch || (standing.epoch === known.epoch && standing.last_seq < known.last_seq));
  return isOlder ? log : { ...log, standing };
}

export function queued(log: Log, item: Pending): Log {
  return { ...log, pending: [...log.pending, item] };
}

export function marked(log: Log, clientId: string, change: Partial<Pending>): Log {
  const pending = log.pending.map((item) => (item.clientId === clientId ? { ...item, ...change } : item));
  return { ...log, pending };
}

export function dropped(log: Log, clientId: string): Log {
  return { ...log, pending: log.pending.filter((item) => item.clientId !== clientId) };
}

/** Whether the bot owes an answer: the last thing said is the person's own. */
export function isWaiting(log: Log): boolean {
  const holder = log.standing?.holder ?? "bot";
  if (holder !== "bot" && holder !== "message_left") return false;
  if (log.pending.some((item) => !item.failed && !item.refused)) return true;
  return log.messages.at(-1)?.author === "user";
}

/** The messages as a text file for keeping. */
export function asText(messages: Message[], time: (iso: string) => string): string {
  const lines = messages.map((message) => {
    const words = message.parts.map((part) => {
      if (part.type === "answer")
        return `${part.title}\n${part.text.replace(/\*\*/g, "")}\n（確認日 ${part.checked}）`;
      if (part.type === "contact")
        return [part.label, part.tel, part.email, part.url].filter(Boolean).join(" ");
      return part.type === "choices" ? "" : part.text;
    });
    return `[${time(message.sent_at)}] ${message.author_name}\n${words.filter(Boolean).join("\n")}`;
  });
  return `${lines.join("\n\n")}\n`;
}
