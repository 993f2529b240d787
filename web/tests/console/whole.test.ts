import { expect, test } from "vitest";
import type { Whole } from "../../src/console/types";
import { hides, uncovered } from "../../src/console/whole";
import { message, page } from "./samples";

const NUMBER = "090-1234-5678";
const NOTE = { author_name: "佐藤", created_at: "2026-11-24T10:00:00+09:00" };
const WHOLE: Whole = {
  contact: { kind: "phone", value: NUMBER },
  words: { question: `${NUMBER} へ`, slots: {}, summary: { topics: [], last_question: "", failed: [] } },
  messages: [{ seq: 2, parts: [{ type: "text", text: NUMBER }] }],
  notes: [{ id: 7, text: `${NUMBER} に電話した` }],
};

test("what was asked for stands in its place, and what came later stays hidden", () => {
  const shown = {
    ...page("k", []),
    messages: [message(1), message(2), message(3, { has_hidden: true })],
    notes: [
      { ...NOTE, id: 7, text: "【電話番号】に電話した", has_hidden: true },
      { ...NOTE, id: 8, text: "【電話番号】", has_hidden: true },
    ],
  };

  const whole = uncovered(shown, WHOLE);

  expect(whole.case.contact?.value).toBe(NUMBER);
  expect(whole.case.question).toBe(`${NUMBER} へ`);
  expect(whole.messages.map((one) => one.parts)).toEqual([
    [{ type: "text", text: "m1" }],
    [{ type: "text", text: NUMBER }],
    [{ type: "text", text: "m3" }],
  ]);
  expect(whole.notes.map((note) => note.text)).toEqual([`${NUMBER} に電話した`, "【電話番号】"]);
  expect(uncovered(shown, null)).toBe(shown);
});

test.each([
  ["a contact", { ...page("k", [1], { contact: { kind: "email", value: "a…@example.jp" } }) }],
  ["the question", { ...page("k", [1], { has_hidden: true }) }],
  ["a message", { ...page("k", []), messages: [message(1, { has_hidden: true })] }],
  ["a note", { ...page("k", [1]), notes: [{ ...NOTE, id: 1, text: "…", has_hidden: true }] }],
])("%s can be asked for", (_, shown) => {
  expect(hides(shown)).toBe(true);
  expect(hides(page("k", [1]))).toBe(false);
});
