// @vitest-environment jsdom
import { render } from "preact";
import { useRef } from "preact/hooks";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Login } from "../../src/console/login";
import { focusAfterWaiting, useFocus } from "../../src/shared/focus";

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement("div");
  document.body.append(page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.unstubAllGlobals();
});

function Field(props: { isWanted?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  useFocus(field, props.isWanted);
  return (
    <>
      <input ref={field} name="first" />
      <input name="second" />
    </>
  );
}

const focused = () => (document.activeElement as HTMLInputElement).name;

it("gives the focus with the picture: no frame later, when somebody may be typing elsewhere", () => {
  render(<Field />, page);
  expect(focused()).toBe("first");

  page.querySelector<HTMLElement>("[name=second]")?.focus();
  render(<Field />, page);
  expect(focused()).toBe("second");
});

it("gives the focus when it is wanted later on", () => {
  render(<Field isWanted={false} />, page);
  expect(document.activeElement).toBe(document.body);

  render(<Field isWanted />, page);
  expect(focused()).toBe("first");
});

it("is where the address is written as soon as the login is shown to somebody who was thrown out", () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));

  render(<Login done={() => undefined} expired />, page);

  expect(focused()).toBe("email");
});

it("goes to a field after waiting, though not from another that is written in", () => {
  page.innerHTML = '<input name="first"><input name="second"><button>送る</button>';
  const [first, second] = page.querySelectorAll("input");
  page.querySelector("button")?.focus();

  focusAfterWaiting(first as HTMLElement);
  expect(focused()).toBe("first");

  second?.focus();
  focusAfterWaiting(first as HTMLElement);
  expect(focused()).toBe("second");
});
