/** What the console API sends. */

import type { Message, Part } from "../shared/types";

export type CaseState = "alert" | "queued" | "message_left" | "consultant" | "closed";
export type DangerKind = "distress" | "emergency";

/** What stands of danger in a case: the newest words, and how many messages are marked. */
export interface Danger {
  kind: DangerKind;
  subject: string;
  words: string;
  count: number;
  seq: number;
  at: string;
}

/** A mark at a message, why it was set, and what became of it. */
export interface Mark {
  id: string;
  seq: number;
  kind: DangerKind;
  subject: string;
  subject_name: string;
  words: string;
  by: "rule" | "model" | "staff";
  by_name: string;
  rule: string | null;
  score: number | null;
  reason: string | null;
  at: string;
  state: "open" | "lifted" | "handled";
  settle_reason: string | null;
}

/** What a consultant is reminded of while a mark stands. */
export interface Guidance {
  title: string;
  say: string[];
  avoid: string[];
  call: string[];
  numbers: { label: string; tel: string }[];
}

export interface CaseDanger {
  marks: Mark[];
  guidance: Guidance | null;
  subjects: Record<string, string>;
}

export interface Contact {
  kind: string;
  value: string;
  name?: string;
  preferred_time?: string;
}

/** What was mailed to a migrant. */
export interface Mails {
  can_send: boolean;
  mails: { kind: string; state: string; at: string; problem: string | null }[];
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
  /** A mail that has not waited for long: it comes after whoever sits there. */
  can_wait?: boolean;
  wait_minutes: number;
  owner: { account_id: string; name: string | null } | null;
  /** The owner's console has been closed for some minutes. */
  owner_away: boolean;
  question: string;
  flags: string[];
  danger: Danger | null;
  unread: number;
  last_message_at: string | null;
  last_message: string;
  viewers: string[];
  /** Who writes a reply just now. */
  writers: string[];
  /** Put off, or an answer promised; `due` once the time has come. */
  snooze: { until: string; promise: boolean; due: boolean } | null;
}

/** What I was told of a case without having asked, and have not seen. */
export interface CaseNews {
  id: number;
  kind: "handed" | "stopped" | "resumed" | "taken" | "going" | "gone" | "undone";
  case_id: string;
  receipt: string;
  by_name: string;
  note: string | null;
  at: string;
}

/** A note that calls one, and was not looked at yet. */
export interface Call {
  case_id: string;
  receipt: string;
  author_name: string;
  created_at: string;
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

/** What the server hides until somebody asks for it, which is written down in the log. */
export interface Whole {
  contact: Contact | null;
  words: Pick<CaseDetail, "question" | "slots" | "brief">;
  messages: { seq: number; parts: Part[] }[];
  notes: { id: number; text: string }[];
}

export interface CaseDetail extends CaseRow {
  epoch: number;
  slots: Record<string, string | null>;
  /** What was answered (labels), asked last, and not answered (words). */
  brief: { topics: string[]; last_question: string; failed: string[] };
  understood: { label: string; confidence: number }[];
  /** Masked by the server, see `Whole`. */
  contact: Contact | null;
  /** A contact is hidden in the question, or in what was told. */
  has_hidden: boolean;
  consent: { given: boolean; text: string; at: string | null } | null;
  transcript: { author: string; text: string; sent_at: string | null }[];
  opened_at: string;
  closed_at: string | null;
  earlier: { id: string; receipt: string; topic: string; closed_at: string | null }[];
}

export interface DeskMessage extends Message {
  late?: boolean;
  /** A contact is hidden in it, see `Whole`. */
  has_hidden?: boolean;
  /** How far a message to LINE got; absent on the web, where the page fetches for itself. */
  delivery?: string;
  understanding?: { outcome: string | null; label: string | null; confidence: number | null };
}

export interface Note {
  id: number;
  author_name: string;
  text: string;
  has_hidden?: boolean;
  created_at: string;
}

export interface Session {
  csrf: string;
  name: string;
  role: string;
  account_id: string;
  on_duty: boolean;
  /** Whether one can be 在席 at all: auditors never, managers by choice. */
  counts: boolean;
  /** The office demands a second factor, and there is none yet. */
  must_set_factor: boolean;
  /** Pages of the office that one's role may open. */
  pages: { address: string; name: string }[];
}

/** A photo, video, voice or file that came on LINE. */
export interface Attachment {
  kind: "image" | "video" | "audio" | "file";
  state: "waiting" | "fetching" | "stored" | "gone" | "refused" | "failed";
  name: string | null;
  size: number | null;
  is_image: boolean;
}

export interface CasePage {
  case: CaseDetail;
  messages: DeskMessage[];
  /** There is more before the first of `messages`. */
  has_older: boolean;
  danger: CaseDanger;
  notes: Note[];
  /** Titles of the answers that labels stand for. */
  titles: Record<string, string>;
  /** By the id that a message part names; what was taken back or deleted is missing. */
  attachments?: Record<string, Attachment>;
  typing: boolean;
}

export interface CaseList {
  cases: CaseRow[];
  open: boolean;
  opens_text: string | null;
  on_duty: number;
  /** Messages to LINE that wait for somebody's decision. */
  stuck: number;
  calls: Call[];
  news: CaseNews[];
  /** What workers of the desk could not do, and wait for somebody's decision. */
  aside: number;
  /** What keeps a whole channel from sending, in words; empty while all is well. */
  trouble?: string;
}

/** Times and numbers only: who comes is on the appointment's own page. */
export interface BookedAppointment {
  id: string;
  receipt: string;
  when: string;
  method: string;
  status: string;
  stands: boolean;
  address: string;
}

export interface BookedToday {
  today: BookedAppointment[];
  /** What migrants booked, changed or cancelled and nobody has looked at. */
  news: number;
  address: string;
}

export interface Colleague {
  account_id: string;
  name: string;
  role: string;
  /** 在席, by the desk's one definition. */
  present: boolean;
  /** How many cases they have in hand. */
  cases: number;
}

/** The answer to what can be undone for some seconds. */
export interface Undoable {
  undo_seconds: number;
}

export type Register = "formal" | "easy";

export interface Insertable {
  id: string;
  title: string;
  text: string;
  /** Canned replies only. */
  register?: Register;
}

export interface Canned {
  replies: { id: number; title: string; text: string; register: Register }[];
  /** Whom to call, ready to be sent. */
  helplines: { title: string; text: string }[];
  /** What the calendar's variables stand for now. */
  values: Record<string, string>;
}

export interface Today {
  to_review: { label: string; title: string; owner: string; review_by: string }[];
  line: { used: number; most: number | null; is_short: boolean } | null;
  /** Groups of questions without an answer that nobody has decided about; for who decides. */
  unanswered: { count: number; address: string } | null;
}

/** An answer of the long poll: what happened, and the mark to ask on from. */
export interface Changes {
  next: string;
  events: { event: string; data: unknown }[];
}

export type { Part };

/** What may be ticked, what is, and whether the conversation counts at all. */
export interface Outcomes {
  kinds: { kind: string; name: string }[];
  done: string[];
  test: boolean;
}

/** An approved answer that fits a sentence of a mail. */
export interface AnswerDraft {
  label: string;
  title: string;
  text: string;
  sources: { title: string; url: string }[];
  question: string;
  confidence: number;
}
