/** What a test needs to draw the parts of a message: an answer, and all that their components are given besides. */
import { vi } from "vitest";
import type { Part } from "../../src/shared/types";

// jsdom has no CSS.supports, which the components ask for once when they are loaded.
vi.stubGlobal("CSS", { supports: () => true });

export const rents: Extract<Part, { type: "answer" }> = {
  type: "answer",
  label: "housing/rent_cost",
  title: "家賃の相場",
  text: "家賃は下のとおりです。",
  sources: [{ title: "市のページ", url: "https://www.city.otaru.lg.jp/" }],
  checked: "2026-11-23",
  outdated: false,
};

export const given = {
  author: "bot",
  easy: false,
  isLast: true,
  isLive: false,
  choose: () => undefined,
  seq: 4,
  feedback: { rate: async () => undefined, report: async () => undefined },
  submit: async () => undefined as never,
} as const;
