// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import Voice from "../../src/widget/voice";

const written: string[] = [];
let made: Recogniser | undefined;
class Recogniser {
  lang = "";
  isStarted = false;
  onresult: ((event: unknown) => void) | null = null;
  onend: (() => void) | null = null;
  onerror: ((event: { error: string }) => void) | null = null;
  constructor() {
    made = this;
  }
  start = () => {
    this.isStarted = true;
  };
  stop = () => this.onend?.();
  abort = () => this.onend?.();
}
const text = () => document.body.textContent ?? "";
const press = (label: string) =>
  act(async () => [...document.querySelectorAll("button")].find((one) => one.textContent === label)?.click());
const show = () => act(async () => render(<Voice write={(words) => written.push(words)} />, document.body));

describe("writing by voice", () => {
  beforeEach(() => {
    render(null, document.body);
    written.length = 0;
    made = undefined;
    vi.stubGlobal("webkitSpeechRecognition", Recogniser);
  });

  it("is not there where the browser has no recogniser", async () => {
    vi.stubGlobal("webkitSpeechRecognition", undefined);
    await show();

    expect(document.querySelector("button")).toBeNull();
  });

  it("says who hears it before it listens", async () => {
    await show();
    await press("声で入力");

    expect(text()).toContain("ブラウザを作った会社のサーバーに送られて");
    expect(made).toBeUndefined();
  });

  it("writes what was said into the field and sends nothing", async () => {
    await show();
    await press("声で入力");
    await press("話す");
    const result = Object.assign([{ transcript: "家賃はいくらですか" }], { isFinal: true });
    await act(async () => made?.onresult?.({ results: [result] }));
    await act(async () => made?.onend?.());

    expect(made?.lang).toBe("ja-JP");
    expect(written).toEqual(["家賃はいくらですか"]);
    expect(text()).toContain("声で入力");
  });

  it("says so where the microphone is forbidden", async () => {
    await show();
    await press("声で入力");
    await press("話す");
    await act(async () => {
      made?.onerror?.({ error: "not-allowed" });
      made?.onend?.();
    });

    expect(text()).toContain("ブラウザで許されていません");
  });
});
