/** What the list is narrowed to. */

export interface Filters {
  owner: string;
  topic: string;
  mark: "" | "urgent" | "waits" | "promise" | "later" | "line" | "muted";
  tag: string;
}
export const EVERYTHING: Filters = { owner: "", topic: "", mark: "", tag: "" };
