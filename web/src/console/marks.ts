/** Marks of danger on messages: which stand, and why. */

import type { Mark } from "./types";

export const standing = (marks: Mark[]): Mark[] => marks.filter((mark) => mark.state === "open");

/** Why a mark is there, so that a wrong one is seen for what it is. */
export function why(mark: Mark): string {
  const rule = mark.rule_name ? `：${mark.rule_name}` : "";
  const score = mark.score === null ? "" : `：${Math.round(mark.score * 100)}%`;
  const reason = mark.reason ? `：${mark.reason}` : "";
  return `${mark.by_name}${rule}${score}${reason}`;
}
