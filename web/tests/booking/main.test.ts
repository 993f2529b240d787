// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { followLeaving, stepOf } from "../../src/booking/main";

const PAGE = `<form method="post" action="/appointments/en~abc/book">
  <input type="hidden" name="method" value="phone"><input type="hidden" name="at" value="2026-12-03T10:00">
  <input type="hidden" name="name" value="田中"><input type="hidden" name="contact" value="090-1234-5678"><button>予約する</button></form>
  <a href="/chat">チャット</a><a href="tel:110">110</a>`;

function left(path: string, how: (place: Document) => void): string[] {
  const place = new DOMParser().parseFromString(PAGE, "text/html");
  const past = { replaceState: vi.fn() };
  followLeaving(place, past as unknown as History, path);
  how(place);
  return past.replaceState.mock.calls.map((call) => String(call[2]));
}

const submit = (place: Document) =>
  place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }));
const click = (place: Document, address: string) =>
  place.querySelector(`a[href="${address}"]`)?.dispatchEvent(new Event("click", { bubbles: true }));

test("a page that answers a form is its step in the history once it is left, without anything personal", () => {
  const step = "/appointments/en~abc?method=phone&at=2026-12-03T10%3A00";
  expect(left("/appointments/en~abc/check", submit)).toEqual([step]);
  expect(left("/appointments/en~abc/edit", (place) => click(place, "/chat"))).toEqual([step]);
});

test("a call leaves no page, and what is read stays as it is", () => {
  expect(left("/appointments/en~abc/check", (place) => click(place, "tel:110"))).toEqual([]);
  expect(left("/appointments/en~abc", submit)).toEqual([]);
});

test("a page without a form is the beginning of its booking", () => {
  expect(stepOf("/appointments/abc/book", null)).toBe("/appointments/abc");
});
