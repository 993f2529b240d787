/** What the form that takes a message holds, and how it is read back before it is sent; pure. */

import type { LeaveMessage } from "../shared/api";
import type { Word } from "./form-words";

export type LeftMessage = Omit<LeaveMessage, "client_id" | "send">;

export const KINDS: LeftMessage["contact_kind"][] = ["chat", "email", "phone"];

export const empty = (question: string): LeftMessage => ({
  question,
  contact_kind: "chat",
  contact: "",
  name: "",
  preferred_time: "",
  agreed: false,
});

/** What will be sent: the word that names it (form-words.tsx), and the value or the word for it; nothing that was left open. */
export function readBack(form: Partial<LeftMessage>): [Word, string, Word?][] {
  const kind = form.contact_kind ?? "chat";
  const rows: [Word, string | undefined, Word?][] = [
    ["question_name", form.question],
    ["reply", kind, `kind_${kind}`],
    [kind === "phone" ? "phone_name" : "email_name", kind === "chat" ? "" : form.contact],
    ["name_name", form.name],
    ["time_name", form.preferred_time],
  ];
  return rows.filter((row): row is [Word, string, Word?] => Boolean(row[1]));
}
