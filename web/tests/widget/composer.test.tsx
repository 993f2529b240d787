// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Composer } from "../../src/widget/composer";

const NUMBER = "090-1234-5678 です";
const sent: string[] = [];

const show = (isWithConsultant: boolean) =>
  act(async () =>
    render(
      <Composer
        base=""
        send={(text) => sent.push(text)}
        choose={() => undefined}
        suggests={false}
        typing={() => undefined}
        photo={isWithConsultant ? async () => undefined : undefined}
        mayBePersonal={isWithConsultant}
      />,
      document.body,
    ),
  );
const warning = () => document.querySelector(".warning")?.textContent ?? "";
const press = (label: string) =>
  act(async () => [...document.querySelectorAll("button")].find((one) => one.textContent === label)?.click());

async function write(words: string): Promise<void> {
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  await act(async () => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await press("送信");
}

describe("the question before personal data is sent", () => {
  afterEach(async () => {
    await vi.dynamicImportSettled();
    render(null, document.body);
    localStorage.clear();
    sent.length = 0;
  });

  it("says who reads it when a consultant comes meanwhile, and neither sends nor loses the words", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
    await show(false);
    await write(NUMBER);
    await vi.waitFor(() => expect(warning()).toContain("書かなくてもご相談いただけます"));
    await show(true);

    expect(warning()).toContain("電話番号のようです。いま相談員につながりました。まだ送っていません。");
    expect(warning()).not.toContain("書かなくても");
    expect(document.querySelector("textarea")?.value).toBe(NUMBER);
    expect(sent).toEqual([]);
    await press("相談員に送る");
    expect(sent).toEqual([NUMBER]);
  });
});
