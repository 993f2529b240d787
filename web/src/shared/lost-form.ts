/**
 * A form of the office that was sent when the login had ended. The desk refuses it and leads to the login; what was written
 * stays in the tab until one is back at the form, so that nothing is typed again. Another colleague who logs in there sees
 * nothing of it, and it is gone then. Passwords and files are never kept.
 */

import { owner } from "./own-words";

const KEY = "hitohata.form";

interface Lost {
  /** The account of who wrote it. */
  by: string;
  page: string;
  action: string;
  fields: [string, string][];
  isBack: boolean;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (found: unknown): found is Field =>
  found instanceof HTMLInputElement ||
  found instanceof HTMLTextAreaElement ||
  found instanceof HTMLSelectElement;

const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.elements]
    .filter(isField)
    .filter((field) => field.name && !/hidden|submit|button/.test(field.type));

const isTicked = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");

/** What was kept for who is logged in; what somebody else wrote is deleted. */
function read(store: Storage): Lost | undefined {
  try {
    const lost = JSON.parse(store.getItem(KEY) ?? "null") as Lost | null;
    if (lost?.by && lost.by === owner()) return lost;
    if (lost) store.removeItem(KEY);
  } catch {
    // Nothing is known, then.
  }
  return undefined;
}

function write(store: Storage, lost: Lost | undefined): void {
  try {
    if (lost) store.setItem(KEY, JSON.stringify(lost));
    else store.removeItem(KEY);
  } catch {
    // Without storage the form is what it was before.
  }
}

/** Whether a form is kept that did not go through; asked by the login, which knows nobody yet. */
export function isFormKept(store: Storage = sessionStorage): boolean {
  try {
    return store.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** Keeps what a form holds while it is sent. */
export function keepForm(form: HTMLFormElement, page: string, store: Storage = sessionStorage): void {
  const fields = fieldsOf(form);
  const isSecret = fields.some((field) => /password|file/.test(field.type));
  if (form.method !== "post" || isSecret || !fields.length || !owner()) return;
  const written = fields
    .filter((field) => !isTicked(field) || field.checked)
    .map((field): [string, string] => [field.name, field.value]);
  write(store, {
    by: owner(),
    page,
    action: form.getAttribute("action") ?? "",
    fields: written,
    isBack: false,
  });
}

/** The page of the form that the login interrupted; asked once one is logged in again. */
export function interruptedPage(store: Storage = sessionStorage): string | undefined {
  const lost = read(store);
  if (!lost?.page.startsWith("/console/")) return undefined;
  write(store, { ...lost, isBack: true });
  return lost.page;
}

/** Puts the words back after the login, once; any other page means that the form went through. */
export function restoreForm(place: Document, page: string, store: Storage = sessionStorage): boolean {
  const lost = read(store);
  write(store, undefined);
  if (!lost?.isBack || lost.page !== page) return false;
  const form = [...place.forms].find((one) => one.getAttribute("action") === lost.action);
  if (!form) return false;
  const left = [...lost.fields];
  for (const field of fieldsOf(form)) {
    const at = left.findIndex(
      ([name, value]) => name === field.name && (!isTicked(field) || value === field.value),
    );
    if (isTicked(field)) field.checked = at >= 0;
    else if (at >= 0) field.value = left[at]?.[1] ?? "";
    if (at >= 0) left.splice(at, 1);
  }
  const said = place.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = "ログインし直す前に書いた内容を戻しました。まだ送られていません。";
  form.prepend(said);
  return true;
}
