// @vitest-environment jsdom
import { createRef, render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it } from "vitest";
import { ByMailDialog } from "../../src/widget/by-mail";
import { Refusal } from "../../src/widget/transport";

const field = () => document.querySelector("input") as HTMLInputElement;
const button = () => document.querySelector("form button") as HTMLButtonElement;

async function send(words: string): Promise<void> {
  await act(async () => {
    field().value = words;
    button().focus();
    button().click();
  });
}

afterEach(() => render(null, document.body));

it("has the focus in the field of each step, and leaves it where it was after a refusal", async () => {
  let isRefused = true;
  const ask = async () => {
    if (isRefused) throw new Refusal(422, "メールアドレスの形になっていないようです。");
  };
  const mail = { ask, confirm: async () => undefined };
  await act(async () =>
    render(<ByMailDialog dialog={createRef<HTMLDialogElement>()} mail={mail} />, document.body),
  );
  document.querySelector("dialog")?.setAttribute("open", "");

  await send("taro@example");
  expect(document.querySelector('[role="alert"]')?.textContent).toContain("形になっていない");
  expect(document.activeElement).toBe(button());
  expect(field().value).toBe("taro@example");

  isRefused = false;
  await send("taro@example.jp");
  expect(field().autocomplete).toBe("one-time-code");
  expect(document.activeElement).toBe(field());

  await send("123456");
  expect(document.querySelector('[role="status"]')?.textContent).toContain("メールで送ります");
  expect(document.activeElement?.textContent).toBe("閉じる");
});
