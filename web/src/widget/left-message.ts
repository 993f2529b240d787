/** What the form that takes a message holds, and how it is read back before it is sent; pure. */

import type { LeaveMessage } from "../shared/api";
import type { Word } from "./form-words";

export type LeftMessage = Omit<LeaveMessage, "client_id" | "send">;

export const KINDS: LeftMessage["contact_kind"][] = ["chat", "email", "phone"];

interface Detail {
  name: keyof LeftMessage & string;
  /** What asks for it; with `_name` behind it, what it is called when it is read back. */
  word: Word;
  autocomplete?: string;
  /** Only whoever wants the reply this way is asked. */
  only?: LeftMessage["contact_kind"];
}

/** What somebody may tell beside the contact, in the order of the form. */
const DETAILS = [
  { name: "name", word: "name", autocomplete: "nickname" },
  { name: "preferred_time", word: "time", only: "phone" },
] as const satisfies Detail[];
type Details = Pick<LeftMessage, (typeof DETAILS)[number]["name"]>;

export const empty = (question: string): LeftMessage => ({
  question,
  contact_kind: "chat",
  contact: "",
  ...(Object.fromEntries(DETAILS.map(({ name }) => [name, ""])) as Details),
  agreed: false,
});

/** What is asked beside a contact of a kind. */
export const detailsFor = (kind: LeftMessage["contact_kind"]): Detail[] =>
  DETAILS.filter((detail: Detail) => !detail.only || detail.only === kind);

/** What will be sent: the word that names it (form-words.tsx), and the value or the word for it; nothing that was left open. */
export function readBack(form: Partial<LeftMessage>): [Word, string, Word?][] {
  const kind = form.contact_kind ?? "chat";
  const rows: [Word, string | undefined, Word?][] = [
    ["question_name", form.question],
    ["reply", kind, `kind_${kind}`],
    [kind === "phone" ? "phone_name" : "email_name", kind === "chat" ? "" : form.contact],
    ...DETAILS.map(({ name, word }): [Word, string | undefined] => [`${word}_name`, form[name]]),
  ];
  return rows.filter((row): row is [Word, string, Word?] => Boolean(row[1]));
}
