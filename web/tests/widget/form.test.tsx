// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { render } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import wire from "../../../tests/wire/web_message_form.json";
import Form from "../../src/widget/form";
import { WORDS } from "../../src/widget/form-words";
import { Refusal } from "../../src/widget/transport";

vi.hoisted(() => vi.stubGlobal("CSS", { supports: () => true }));

const part = wire.parts.find((one) => one.type === "form") as {
  form: string;
  text: string;
  purpose: string;
  easy_purpose: string;
  question: string;
};
/** The words of the form as a file of `data/languages` has them: its strings are those of JSON. */
const wordsIn = (language: string): Record<string, string> => {
  const section = readFileSync(`../data/languages/${language}.yml`, "utf8")
    .split("\nform:\n")[1]
    ?.split("\n\n")[0];
  return Object.fromEntries(
    [...(section ?? "").matchAll(/^ {2}(\w+): (".*")$/gm)].map(([, key, words]) => [
      key,
      JSON.parse(words ?? ""),
    ]),
  );
};
const shown = (easy: boolean) => render(<Form part={part} easy={easy} submit={vi.fn()} />, document.body);
const kanji = /[一-鿿]/;
/** What is read without the readings above it and without the notice itself, which stays as it is. */
const unread = () => {
  const copy = document.body.cloneNode(true) as HTMLElement;
  for (const one of copy.querySelectorAll("ruby, details, textarea")) one.remove();
  return copy.textContent ?? "";
};

afterEach(() => render(null, document.body));

describe("the form that takes a message", () => {
  it("has readings above every kanji in やさしい日本語, for each way to get the reply", () => {
    shown(true);
    expect(unread()).not.toMatch(kanji);
    for (const option of document.querySelectorAll<HTMLInputElement>("input[type=radio]")) {
      option.click();
      shown(true);
      expect(unread()).not.toMatch(kanji);
    }
  });

  it("asks for a time only where somebody is to ring", () => {
    shown(false);
    const asked = [...document.querySelectorAll<HTMLInputElement>("input[type=radio]")].map((option) => {
      option.click();
      shown(false);
      return document.querySelector("[name=preferred_time]") !== null;
    });
    expect(asked).toEqual([false, false, true]);
  });

  it("says what is wrong in easy words", async () => {
    const submit = vi.fn(async () => {
      throw new Refusal(422, "直してください", 0, [
        { field: "question", message: "相談したいことを書いてください。" },
      ]);
    });
    render(<Form part={{ ...part, question: "" }} easy submit={submit} />, document.body);
    document.querySelector<HTMLButtonElement>("[data-testid=form-check]")?.click();
    await vi.waitFor(() => expect(document.querySelector(".wrong rt")?.textContent).toBe("き"));
    expect(unread()).not.toMatch(kanji);
  });

  it("reads back nothing but what will be sent: who writes on while it is checked is asked again", async () => {
    let answer = (_: object) => undefined as unknown;
    const submit = vi.fn(
      () =>
        new Promise<object>((resolve) => {
          answer = resolve;
        }),
    );
    render(<Form part={{ ...part, question: "犬と住める家" }} easy={false} submit={submit} />, document.body);
    const check = () => document.querySelector<HTMLButtonElement>("[data-testid=form-check]");
    const isBusy = (wanted: boolean) =>
      vi.waitFor(() => expect(check()?.getAttribute("aria-disabled")).toBe(String(wanted)));
    check()?.click();
    await isBusy(true);
    const field = document.querySelector<HTMLTextAreaElement>("[name=question]");
    if (field) field.value = "犬と住める家。春から";
    field?.dispatchEvent(new Event("input", { bubbles: true }));

    answer({ checked: { question: "犬と住める家" } });
    await isBusy(false);

    expect(document.querySelector(".read-back")).toBeNull();
    check()?.click();
    answer({ checked: { question: "犬と住める家。春から" } });
    await vi.waitFor(() => expect(document.querySelector("form")?.textContent).toContain("春から"));
  });

  it("keeps the notice itself behind its easy words, since that is what is agreed to", () => {
    shown(true);
    expect(document.querySelector("details")?.textContent).toContain(part.purpose);
    expect(document.querySelector(".purpose rt")).not.toBeNull();
  });

  it("is as it was for everybody else", () => {
    shown(false);
    expect(document.querySelector("rt, details")).toBeNull();
    expect(document.querySelector(".purpose")?.textContent).toBe(part.purpose);
  });

  it.each(["en", "zh-Hans", "zh-Hant", "ko"])("finds all its words in %s", (language) => {
    const { text, purpose, ...words } = wordsIn(language);
    expect(text && purpose).toBeTruthy();
    expect(Object.keys(words).sort()).toEqual(Object.keys(WORDS).sort());
  });

  it("speaks the reader's language, what is wrong with it, and keeps the Japanese notice behind its own", async () => {
    const words = wordsIn("en");
    const submit = vi.fn(async () => {
      throw new Refusal(422, "直してください", 0, [{ field: "contact", message: "書き直してください。" }]);
    });
    render(
      <Form part={{ ...part, question: "?", words, language: "en" }} easy={false} submit={submit} />,
      document.body,
    );
    document.querySelectorAll<HTMLInputElement>("input[type=radio]")[1]?.click();
    await vi.waitFor(() => expect(document.querySelector('[name="contact"]')).not.toBeNull());
    expect(unread().replace("「会話を消す」", "")).not.toMatch(kanji);
    document.querySelector<HTMLButtonElement>("[data-testid=form-check]")?.click();
    await vi.waitFor(() => expect(document.querySelector(".wrong")?.textContent).toBe(words.wrong_email));
    expect(document.querySelector("details")?.textContent).toContain(part.purpose);
    expect(document.querySelector("form")?.lang).toBe("en");
  });
});
