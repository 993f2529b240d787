// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FreeTime } from "../../src/console/types";
import { WeekPanel } from "../../src/console/week";
import { page } from "./samples";

const time = (begin: string): FreeTime => ({
  value: `online 2026-11-25T${begin} a_1`,
  begin,
  words: `11月25日(水) ${begin} オンライン`,
  method: "online",
  method_name: "オンライン",
  consultant: "佐藤",
  is_mine: true,
});
const WEEK = {
  days: [{ day: "2026-11-25", name: "11月25日(水)", times: [time("09:00"), time("10:00")] }],
  before: null,
  after: null,
  has_name: false,
  contact_kind: "",
  topic: "犬と住める家",
  purpose: "予約のためだけに使います。",
};

let sent: unknown[];
let answers: Response[];
const booked = vi.fn();
const part = (id: string, at = 0) =>
  document.querySelectorAll<HTMLInputElement>(`[data-testid="${id}"]`)[at] as HTMLInputElement;
const press = (id: string, at = 0) => act(() => part(id, at).click());
function write(id: string, words: string): void {
  part(id).value = words;
  act(() => {
    part(id).dispatchEvent(new Event("input", { bubbles: true }));
  });
}

beforeEach(async () => {
  sent = [];
  answers = [];
  booked.mockReset();
  vi.stubGlobal("fetch", (_: string, init: RequestInit = {}) => {
    if (init.method !== "POST") return Promise.resolve(new Response(JSON.stringify(WEEK)));
    sent.push(JSON.parse(String(init.body)));
    return Promise.resolve(answers.shift() ?? new Response("{}"));
  });
  const root = document.createElement("div");
  document.body.append(root);
  act(() =>
    render(
      <WeekPanel found={page("1", [1]).case} offer={undefined} booked={booked} close={() => undefined} />,
      root,
    ),
  );
  await vi.waitFor(() => expect(part("free-time")).toBeTruthy());
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it("keeps who comes while another time is chosen, also where the first was taken meanwhile", async () => {
  press("free-time");
  write("book-name", "なつみ");
  write("book-contact", "natsumi@example.jp");
  const taken = { error: { code: "slot_taken", message: "うまりました。" } };
  answers.push(new Response(JSON.stringify(taken), { status: 409 }));
  press("book-save");
  await vi.waitFor(() =>
    expect(document.querySelector('[role="alert"]')?.textContent).toContain("うまりました"),
  );

  press("free-time");
  press("free-time", 1);
  expect([part("book-name").value, part("book-contact").value, part("book-topic").value]).toEqual([
    "なつみ",
    "natsumi@example.jp",
    "犬と住める家",
  ]);
  press("book-save");
  await vi.waitFor(() => expect(booked).toHaveBeenCalledOnce());

  const person = { name: "なつみ", contact: "natsumi@example.jp" };
  expect(sent).toEqual([
    { slot: time("09:00").value, ...person },
    { slot: time("10:00").value, ...person },
  ]);
});

it("sends no question that reads as the case shows it, where a contact in it is hidden", async () => {
  press("free-time");
  write("book-topic", "猫");
  write("book-topic", WEEK.topic);
  press("book-save");
  await vi.waitFor(() => expect(booked).toHaveBeenCalledOnce());

  expect(sent).toEqual([{ slot: time("09:00").value, name: "", contact: "" }]);
});

it("sends a question that was changed, also one that was emptied", async () => {
  press("free-time");
  write("book-topic", "");
  press("book-save");
  await vi.waitFor(() => expect(booked).toHaveBeenCalledOnce());

  expect(sent).toEqual([{ slot: time("09:00").value, name: "", contact: "", topic: "" }]);
});
