/** The conversation as the screen has it: server-numbered messages and what is still on its way; pure. */

import type { ServerEvent } from "../shared/sse";
import type { Choice, Message, Standing } from "../shared/types";

export interface Pending {
  clientId: string;
  label: string;
  /** Set for a tapped choice, unset for typed text. */
  choice?: string;
  /** It did not get through and is tried again by itself; the words of the desk, if it gave any. */
  failed?: string;
  /** The desk has it; only its echo is missing. */
  sent?: boolean;
  /** Why the server refused it; such a message is not sent again by itself. */
  refused?: string;
}

export interface Log {
  messages: Message[];
  pending: Pending[];
  standing?: Standing;
  isConnected: boolean;
  /** Why no conversation could be begun. */
  problem?: string;
  /** What was asked for and could not be had, though the conversation goes on. */
  notice?: string;
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

/** The desk answered; the same log if that was known. */
export function connected(log: Log): Log {
  if (log.isConnected && !log.problem) return log;
  const { problem: _problem, ...rest } = log;
  return { ...rest, isConnected: true };
}

/** What a request for news brought. */
export function learned(log: Log, news: { messages: Message[]; state: Standing }): Log {
  return stands(received(connected(log), news.messages), news.state);
}

/** What the stream told; the same log if it was nothing new. */
export function heard(log: Log, events: ServerEvent[]): Log {
  let next = connected(log);
  for (const { event, data } of events) {
    if (event === "message") next = received(next, [JSON.parse(data) as Message]);
    if (event === "state") next = stands(next, JSON.parse(data) as Standing);
  }
  return next;
}

/** Nothing gets through; why, if the desk said so. */
export function cutOff(log: Log, problem?: string): Log {
  const { problem: _problem, ...rest } = log;
  return { ...rest, isConnected: false, ...(problem === undefined ? {} : { problem }) };
}

export function queued(log: Log, item: Pending): Log {
  return { ...log, pending: [...log.pending, item] };
}

export function marked(log: Log, clientId: string, change: Partial<Pending>): Log {
  const pending = log.pending.map((item) => (item.clientId === clientId ? { ...item, ...change } : item));
  return { ...log, pending };
}

/** The next message to send: in the order of writing, past those that were refused. */
export function nextToSend(log: Log): Pending | undefined {
  return log.pending.find((item) => !item.refused && !item.sent);
}

/** Send it again, under the same id: should the desk have it already, it is not doubled. */
export function again(log: Log, clientId: string): Log {
  const pending = log.pending.map((item) => {
    const { failed: _failed, refused: _refused, ...rest } = item;
    return item.clientId === clientId ? rest : item;
  });
  return { ...log, pending };
}

/** For a new conversation: nothing of the old one but what was not sent; its choices are mere words there. */
export function anew(log: Log, always: string): Log {
  const pending = log.pending.map(({ clientId, label, choice }) => ({
    clientId,
    label,
    ...(choice === always ? { choice } : {}),
  }));
  return { ...EMPTY, pending };
}

/** What all tabs have to send: this tab's list replaces what it knew, other tabs' messages stay. */
export function shared(stored: Pending[], before: Pending[], after: Pending[]): Pending[] {
  const mine = new Set([...before, ...after].map((item) => item.clientId));
  return [...stored.filter((item) => !mine.has(item.clientId)), ...after];
}

export function dropped(log: Log, clientId: string): Log {
  return { ...log, pending: log.pending.filter((item) => item.clientId !== clientId) };
}

/** Whether the bot owes an answer: the last thing said is the person's own. */
export function isWaiting(log: Log): boolean {
  const holder = log.standing?.holder ?? "bot";
  if (log.standing?.typing === "bot") return true;
  if (holder !== "bot" && holder !== "message_left") return false;
  if (log.pending.some((item) => !item.failed && !item.refused)) return true;
  return log.messages.at(-1)?.author === "user";
}

/** The number of the message whose form can still be sent: the newest, unless a receipt came after it. */
export function liveForm(log: Log): number | undefined {
  for (const { seq, parts } of [...log.messages].reverse()) {
    if (parts.some((part) => part.type === "form")) return seq;
    if (parts.some((part) => part.type === "notice" && part.receipt)) return undefined;
  }
  return undefined;
}

/** How many messages of others came after the last one that was seen. */
export function unread(log: Log, readSeq: number): number {
  return log.messages.filter((message) => message.seq > readSeq && message.author !== "user").length;
}

/** The number of the message that asks how the talk was, until that is said: whoever thanks first may still say it. */
export function openRating({ messages, pending }: Log): number | undefined {
  let open: number | undefined;
  let offered: Choice[] = [];
  for (const { seq, parts } of messages)
    for (const part of parts)
      if (part.type === "choices" && part.purpose === "rating") {
        open = seq;
        offered = part.choices;
      } else if (part.type === "text" && part.tapped && offered.some(({ label }) => label === part.text))
        open = undefined;
  return pending.some(({ choice }) => offered.some(({ id }) => id === choice)) ? undefined : open;
}
