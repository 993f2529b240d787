// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { interruptedPage, isFormKept, keepForm, restoreForm } from "../../src/shared/lost-form";
import { belongTo } from "../../src/shared/own-words";

const PAGE = "/console/answers/new";
const FORM = `<form method="post" action="/console/answers/new">
  <input type="hidden" name="csrf" value="new">
  <input name="title"><textarea name="words"></textarea>
  <select name="topic"><option value="">-</option><option value="life">L</option></select>
  <input type="checkbox" name="day" value="mon"><input type="checkbox" name="day" value="tue" checked>
  <button name="act" value="go">送る</button></form>`;

function shown(html = FORM): HTMLFormElement {
  document.body.innerHTML = html;
  return document.forms[0] as HTMLFormElement;
}

function value(name: string): string {
  const form = document.forms[0] as HTMLFormElement;
  return (form.elements.namedItem(name) as HTMLInputElement).value;
}

function write(): void {
  const form = shown();
  (form.elements.namedItem("title") as HTMLInputElement).value = "温泉";
  (form.elements.namedItem("words") as HTMLTextAreaElement).value = "温泉は\nありますか";
  (form.elements.namedItem("topic") as HTMLSelectElement).value = "life";
  (form.querySelector("[value=mon]") as HTMLInputElement).checked = true;
  (form.querySelector("[value=tue]") as HTMLInputElement).checked = false;
  (form.querySelector("[name=csrf]") as HTMLInputElement).value = "old";
  keepForm(form, PAGE);
}

beforeEach(() => {
  sessionStorage.clear();
  belongTo("a_sato");
});

test("what the login interrupted stands in the form again, and is said to be unsent", () => {
  write();
  expect(interruptedPage()).toBe(PAGE);
  shown();

  expect(restoreForm(document, PAGE)).toBe(true);

  expect([value("title"), value("words"), value("topic")]).toEqual(["温泉", "温泉は\nありますか", "life"]);
  expect((document.querySelector("[value=mon]") as HTMLInputElement).checked).toBe(true);
  expect((document.querySelector("[value=tue]") as HTMLInputElement).checked).toBe(false);
  expect(value("csrf")).toBe("new");
  expect(document.querySelector("[role=status]")?.textContent).toContain("まだ送られていません");
  expect(sessionStorage.length).toBe(0);
});

test("the login can say that something is kept", () => {
  expect(isFormKept()).toBe(false);
  write();

  expect(isFormKept()).toBe(true);
});

test("what went through is forgotten, on the same page as well", () => {
  write();
  shown();

  expect(restoreForm(document, PAGE)).toBe(false);

  expect(value("title")).toBe("");
  expect(interruptedPage()).toBeUndefined();
});

test("another colleague who logs in in the same tab sees nothing of it, nor does the writer afterwards", () => {
  write();
  belongTo("a_suzuki");
  expect(interruptedPage()).toBeUndefined();
  expect(sessionStorage.length).toBe(0);

  belongTo("a_sato");
  shown();
  expect(restoreForm(document, PAGE)).toBe(false);
  expect(value("title")).toBe("");
});

test("who is at the form after somebody else's login in another tab sees nothing of it either", () => {
  write();
  expect(interruptedPage()).toBe(PAGE);
  belongTo("a_suzuki");
  shown();

  expect(restoreForm(document, PAGE)).toBe(false);
  expect(value("title")).toBe("");
  expect(sessionStorage.length).toBe(0);
});

test("nothing is kept where nobody knows who writes", () => {
  belongTo("");
  write();

  expect(sessionStorage.length).toBe(0);
});

test("another page is left alone", () => {
  write();
  interruptedPage();
  shown();

  expect(restoreForm(document, "/console/hours")).toBe(false);
  expect(value("title")).toBe("");
});

test("passwords are never kept, nor forms without anything to fill in", () => {
  keepForm(
    shown('<form method="post"><input name="a" value="x"><input type="password" name="p" value="s"></form>'),
    PAGE,
  );
  keepForm(
    shown('<form method="post"><input type="hidden" name="csrf" value="s"><button>出る</button></form>'),
    PAGE,
  );
  keepForm(shown('<form method="get"><input name="q" value="x"></form>'), PAGE);

  expect(sessionStorage.length).toBe(0);
});
