/**
 * In the editor of an answer: what it looks like and what could be better follows the typing, and what was not saved is
 * kept on this device for who wrote it. The page works without it.
 */

import { ownKey } from "../shared/own-words";

export const CHECK_MS = 600;

interface Kept {
  at: number;
  fields: Record<string, string>;
}

function written(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && name !== "csrf" && name !== "do") fields[name] = value;
  return fields;
}

function isSame(one: Record<string, string>, other: Record<string, string>): boolean {
  return Object.keys({ ...one, ...other }).every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

/** Reads what an earlier visit left; another revision's words are kept as well, since they may be all there is. */
export function kept(store: Storage, key: string): Kept | undefined {
  try {
    const found = JSON.parse(store.getItem(ownKey("answer", key)) ?? "null") as Kept | null;
    return found?.fields ? found : undefined;
  } catch {
    return undefined;
  }
}

export function keep(store: Storage, key: string, fields: Record<string, string> | undefined): void {
  try {
    if (fields) store.setItem(ownKey("answer", key), JSON.stringify({ at: Date.now(), fields }));
    else store.removeItem(ownKey("answer", key));
  } catch {
    // Then the page itself is all there is.
  }
}

/** Puts words back into the form, the revision excepted: a save must name the one that was read. */
export function fill(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    const isField =
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement;
    if (isField && name !== "revision") field.value = value;
  }
}

export function edit(form: HTMLFormElement, looks: HTMLElement, store: Storage = localStorage): void {
  const key = form.dataset.answer ?? "";
  const begun = written(form);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function look(): Promise<void> {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    try {
      const answer = await fetch(form.dataset.check ?? "", { method: "POST", body });
      // An answer that was overtaken by a newer question is no news.
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const shown = page.querySelector("[data-looks]");
      if (shown) looks.replaceChildren(document.adoptNode(shown));
    } catch {
      // Offline: what was last seen stays.
    }
  }

  form.addEventListener("input", () => {
    const now = written(form);
    keep(store, key, isSame(now, begun) ? undefined : now);
    clearTimeout(timer);
    timer = setTimeout(() => void look(), CHECK_MS);
  });
  const left = kept(store, key);
  const bar = form.querySelector<HTMLElement>("[data-kept]");
  if (left && isSame({ ...left.fields, revision: begun.revision ?? "" }, begun)) keep(store, key, undefined);
  else if (left && bar) offer(left, bar);

  function offer(found: Kept, place: HTMLElement): void {
    place.hidden = false;
    place.querySelector("[data-take]")?.addEventListener("click", () => {
      fill(form, found.fields);
      place.hidden = true;
      void look();
    });
    place.querySelector("[data-drop]")?.addEventListener("click", () => {
      keep(store, key, undefined);
      place.hidden = true;
    });
  }
}
