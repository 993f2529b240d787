/** What the console API sends: names for what is generated from the desk (`make types`), and what only the screens know. */

import type { CannedReply, CaseRow, DangerOfCase, UndoableStanding } from "../shared/api";
import type { Part } from "../shared/types";

export type {
  AnswerFound as Answer,
  AppointmentsToday as BookedToday,
  Call,
  Canned,
  CaseContact as Contact,
  CaseDetail,
  CaseList,
  CaseMessage as DeskMessage,
  CaseNewsItem as CaseNews,
  CaseNote as Note,
  CaseOutcomes as Outcomes,
  CasePage,
  CaseRow,
  Changes,
  Colleague,
  ConsoleSession as Session,
  DangerOfCase as Danger,
  DangerPage as CaseDanger,
  DraftOut as AnswerDraft,
  FoundCase,
  FreeTime,
  FreeWeek,
  MigrantLetters as Mails,
  OtherCase,
  PersonNote,
  ShownAppointment as BookedAppointment,
  ShownAttachment as Attachment,
  ShownGuidance as Guidance,
  ShownMark as Mark,
  TodayAnswer as Today,
  TranscriptPreview as Preview,
  WholeCase as Whole,
} from "../shared/api";
export type { Part };
export type CaseState = CaseRow["state"];
export type DangerKind = DangerOfCase["kind"];
export type Register = CannedReply["register"];
/** The answer to what can be undone for some seconds. */
export type Undoable = Pick<UndoableStanding, "undo_seconds">;

/** The lists: one's own, and all of a state. */
export type Tab = CaseRow["state"] | "mine";

/** Empty strings for any; days as 2026-11-24. */
export interface SearchFilters {
  since: string;
  until: string;
  channel: string;
  state: string;
  topic: string;
}

export interface Insertable {
  id: string;
  title: string;
  text: string;
  /** Canned replies only. */
  register?: Register;
}
