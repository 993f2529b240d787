// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CHECK_MS, edit, kept } from "../../src/office/answers";
import { belongTo } from "../../src/shared/own-words";

const PAGE = `<form data-answer="town/snow 2" data-check="/check">
  <div data-kept hidden><button type="button" data-take></button><button type="button" data-drop></button></div>
  <input name="csrf" value="secret"><input name="revision" value="1"><textarea name="body">雪です。</textarea></form><aside></aside>`;

function opened(): {
  form: HTMLFormElement;
  looks: HTMLElement;
  body: HTMLTextAreaElement;
  bar: HTMLElement;
} {
  document.body.innerHTML = PAGE;
  const form = document.querySelector("form") as HTMLFormElement;
  const looks = document.querySelector("aside") as HTMLElement;
  edit(form, looks);
  const body = form.elements.namedItem("body") as HTMLTextAreaElement;
  return { form, looks, body, bar: form.querySelector("[data-kept]") as HTMLElement };
}

function type(body: HTMLTextAreaElement, words: string): void {
  body.value = words;
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

describe("the editor of an answer", () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    belongTo("");
    vi.unstubAllGlobals();
  });

  it("offers after a reload what was not saved, and puts it back", () => {
    type(opened().body, "雪は多いです。");
    const again = opened();
    expect(again.bar.hidden).toBe(false);
    again.bar.querySelector<HTMLElement>("[data-take]")?.click();
    expect(again.body.value).toBe("雪は多いです。");
  });

  it("offers nothing to a colleague on the same device, and all of it to the writer", () => {
    belongTo("a_sato");
    type(opened().body, "雪は多いです。");
    belongTo("a_suzuki");
    expect(opened().bar.hidden).toBe(true);
    belongTo("a_sato");
    expect(opened().bar.hidden).toBe(false);
  });

  it("keeps no token, and nothing that equals what is saved", () => {
    const first = opened();
    type(first.body, "ちがう");
    expect(JSON.stringify(kept(localStorage, "town/snow 2"))).not.toContain("secret");
    type(first.body, "雪です。");
    expect(kept(localStorage, "town/snow 2")).toBeUndefined();
  });

  it("drops what somebody does not want any more", () => {
    type(opened().body, "古い");
    opened().bar.querySelector<HTMLElement>("[data-drop]")?.click();
    expect(opened().bar.hidden).toBe(true);
  });

  it("shows what the text looks like once the typing pauses, and nothing of a page without it", async () => {
    const asked = vi.fn(async () => new Response("<div data-looks>見本</div><p>ほか</p>"));
    vi.stubGlobal("fetch", asked);
    const { body, looks } = opened();
    type(body, "a");
    type(body, "ab");
    await vi.advanceTimersByTimeAsync(CHECK_MS);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(looks.textContent).toBe("見本");
  });
});
