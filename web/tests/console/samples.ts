/** Cases and messages as the desk sends them, with what a test is about filled in. */

import type { CaseDetail, CasePage, CaseRow, DeskMessage } from "../../src/console/types";

export function row(case_id: string, other: Partial<CaseRow> = {}): CaseRow {
  return {
    case_id,
    conversation_id: `c_${case_id}`,
    receipt: `OT-1124-${case_id}`,
    channel: "web",
    topic: "housing",
    reason: "asked_for_person",
    state: "queued",
    waiting_since: "2026-11-24T10:00:00+09:00",
    wait_minutes: 0,
    owner: null,
    owner_away: false,
    question: "犬と住める家はありますか",
    flags: [],
    danger: null,
    unread: 0,
    waits_since: null,
    tags: [],
    can_wait: false,
    muted_until: null,
    last_message_at: null,
    last_message: "",
    closed_at: null,
    viewers: [],
    writers: [],
    snooze: null,
    ...other,
  };
}

export function message(seq: number, other: Partial<DeskMessage> = {}): DeskMessage {
  return {
    seq,
    author: "user",
    author_name: "利用者",
    sent_at: "2026-11-24T10:00:00+09:00",
    parts: [{ type: "text", text: `m${seq}` }],
    ...other,
  };
}

export function page(case_id: string, seqs: number[], other: Partial<CaseDetail> = {}): CasePage {
  return {
    case: {
      ...row(case_id),
      epoch: 1,
      slots: {},
      summary: { topics: [], last_question: "", failed: [] },
      understood: [],
      contact: null,
      has_hidden: false,
      consent: null,
      transcript: [],
      opened_at: "2026-11-24T10:00:00+09:00",
      is_erased: false,
      earlier: [],
      ...other,
    },
    messages: seqs.map((seq) => message(seq)),
    has_older: false,
    danger: { marks: [], guidance: null, subjects: {} },
    attachments: {},
    notes: [],
    person_notes: [],
    titles: {},
    typing: false,
  };
}
