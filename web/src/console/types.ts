/** What the console API sends. */

import type { Message, Part } from "../shared/types";

export type CaseState = "queued" | "message_left" | "consultant" | "closed";

export interface Contact {
  kind: string;
  value: string;
  name?: string;
  preferred_time?: string;
}

export interface CaseRow {
  case_id: string;
  conversation_id: string;
  receipt: string;
  channel: string;
  topic: string;
  reason: string;
  state: CaseState;
  waiting_since: string;
  wait_minutes: number;
  owner: { account_id: string; name: string | null } | null;
  question: string;
  flags: string[];
  unread: number;
  last_message_at: string | null;
  last_message: string;
  viewers: string[];
}

/** A case in which words were found: the newest places, and how many there are. */
export interface FoundCase extends CaseRow {
  hits: {
    part: string;
    at: string;
    seq: number | null;
    excerpt: { text: string; hit: boolean }[];
  }[];
  hit_count: number;
}

/** Empty strings for any; days as 2026-11-24. */
export interface SearchFilters {
  since: string;
  until: string;
  channel: string;
  state: string;
  topic: string;
}

export interface CaseDetail extends CaseRow {
  epoch: number;
  slots: Record<string, string | null>;
  understood: { label: string; confidence: number }[];
  /** Masked by the server; the whole of it is asked for, and written down in the log. */
  contact: Contact | null;
  consent: { given: boolean; text: string; at: string | null } | null;
  transcript: { author: string; text: string; sent_at: string | null }[];
  opened_at: string;
  closed_at: string | null;
  earlier: { id: string; receipt: string; topic: string; closed_at: string | null }[];
}

export interface DeskMessage extends Message {
  late?: boolean;
  /** How far a message to LINE got; absent on the web, where the page fetches for itself. */
  delivery?: string;
  understanding?: { outcome: string | null; label: string | null; confidence: number | null };
}

export interface Note {
  id: number;
  author_name: string;
  text: string;
  created_at: string;
}

export interface Session {
  csrf: string;
  name: string;
  role: string;
  account_id: string;
  on_duty: boolean;
}

export interface CasePage {
  case: CaseDetail;
  messages: DeskMessage[];
  notes: Note[];
  /** Titles of the answers that labels stand for. */
  titles: Record<string, string>;
  typing: boolean;
}

export interface CaseList {
  cases: CaseRow[];
  open: boolean;
  opens_text: string | null;
  on_duty: number;
  /** Messages to LINE that wait for somebody's decision. */
  stuck: number;
}

export interface Colleague {
  account_id: string;
  name: string;
  role: string;
  on_duty: boolean;
}

export interface Insertable {
  id: string;
  title: string;
  text: string;
}

export type { Part };
