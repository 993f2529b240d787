/** What the form that takes a message holds, and how it is read back before it is sent; pure. */

export interface LeftMessage {
  question: string;
  contact_kind: "chat" | "email" | "phone";
  contact: string;
  name: string;
  preferred_time: string;
  agreed: boolean;
}

export const KINDS: [LeftMessage["contact_kind"], string][] = [
  ["chat", "このチャットだけ"],
  ["email", "メールでも受け取る"],
  ["phone", "電話でも受け取る"],
];

export const CONTACT_LABEL = { chat: "", email: "メールアドレス", phone: "電話番号" };
/** What is told beside a contact. */
export const DETAIL_LABEL = { name: "お呼びするお名前", preferred_time: "連絡のつきやすい時間" };

export const empty = (question: string): LeftMessage => ({
  question,
  contact_kind: "chat",
  contact: "",
  name: "",
  preferred_time: "",
  agreed: false,
});

/** What will be sent, as name and value; nothing that was left open. */
export function readBack(form: Partial<LeftMessage>): [string, string][] {
  const kind = form.contact_kind ?? "chat";
  const rows: [string, string | undefined][] = [
    ["相談したいこと", form.question],
    ["お返事", KINDS.find(([id]) => id === kind)?.[1]],
    [CONTACT_LABEL[kind], form.contact],
    [DETAIL_LABEL.name, form.name],
    [DETAIL_LABEL.preferred_time, form.preferred_time],
  ];
  return rows.filter((row): row is [string, string] => Boolean(row[0] && row[1]));
}
