// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Part } from "../../src/shared/types";
import Rating from "../../src/widget/feedback";
import { placesIn } from "../../src/widget/places";
import Tools from "../../src/widget/tools";

const rated: string[] = [];
const reported: [number, string][] = [];
let isOff = false;
const feedback = {
  rate: async (choice: string) => rated.push(choice),
  report: async (seq: number, words: string) => {
    if (isOff) throw new TypeError("Failed to fetch");
    reported.push([seq, words]);
  },
};
const ANSWER: Extract<Part, { type: "answer" }> = {
  type: "answer",
  label: "housing/rent_cost",
  title: "家賃の相場",
  text: "- **1K** は約3.5万円です。",
  sources: [{ title: "市のページ", url: "https://www.city.otaru.lg.jp/" }],
  checked: "2026-11-23",
  outdated: false,
};
const CHOICES = [
  { id: "ch_1", label: "はい" },
  { id: "ch_2", label: "いいえ" },
];
const find = <T extends HTMLElement>(selector: string) =>
  vi.waitFor(() => {
    const found = document.querySelector<T>(selector);
    if (!found) throw new Error(selector);
    return found;
  });
const text = () => document.body.textContent ?? "";

async function press(label: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent === label);
  await act(async () => button?.click());
}

async function say(words: string): Promise<void> {
  const field = await find<HTMLInputElement>('[data-testid="report-words"]');
  await act(async () => {
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await act(async () => (await find<HTMLButtonElement>('[data-testid="report-send"]')).click());
}

describe("the places of an answer", () => {
  it("are found as people write addresses, each once, with the city before them", () => {
    const text =
      "**センター**：稲穂2丁目22番1号（3階）。病院は住ノ江1丁目7-16、若松１丁目１－１。稲穂2丁目22番1号";

    const found = placesIn(text, "小樽市");

    expect(found.map(({ name }) => name)).toEqual([
      "稲穂2丁目22番1号",
      "住ノ江1丁目7-16",
      "若松１丁目１－１",
    ]);
    expect(decodeURIComponent(found[2]?.href ?? "")).toMatch(/query=小樽市若松1丁目1-1$/);
  });

  it("keep the city that they have", () => {
    const [place] = placesIn("小樽市花園2丁目12番1号です", "小樽市");

    expect(decodeURIComponent(place?.href ?? "")).toMatch(/query=小樽市花園2丁目12番1号$/);
  });

  it("are none in figures, dates and telephone numbers", () => {
    expect(placesIn("家賃は1K約3.5万円、12月1日から。0134-32-4111。1-2人の世帯。22番1号")).toEqual([]);
  });

  it("stand below the answer as links to a map", async () => {
    const part = { ...ANSWER, text: "窓口は **花園2丁目12番1号** です。" };
    render(<Tools part={part} easy={false} seq={3} feedback={feedback} />, document.body);

    const link = await find<HTMLAnchorElement>('a[href*="maps"]');

    expect(link.textContent).toContain("地図：花園2丁目12番1号");
    expect(link.rel).toBe("noopener noreferrer");
  });
});

describe("what a reader says of an answer", () => {
  beforeEach(() => {
    render(null, document.body);
    rated.length = reported.length = 0;
    isOff = false;
  });

  it("is thanked for in place, once", async () => {
    render(<Rating choices={CHOICES} legend={undefined} seq={4} feedback={feedback} />, document.body);
    await press("はい");

    expect(rated).toEqual(["ch_1"]);
    expect(text()).toContain("お役に立ててよかったです");
    expect(document.querySelectorAll("button")).toHaveLength(0);
  });

  it("may have a reason after いいえ", async () => {
    render(<Rating choices={CHOICES} legend={undefined} seq={4} feedback={feedback} />, document.body);
    await press("いいえ");
    expect(rated).toEqual(["ch_2"]);
    await say("金額が書いてない");

    await vi.waitFor(() => expect(reported).toEqual([[4, "金額が書いてない"]]));
    expect(text()).toContain("ありがとうございます");
  });

  it("needs no words to be wrong", async () => {
    render(<Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />, document.body);
    await press("間違いを知らせる");
    await find('[data-testid="report-words"]');
    await press("送る");

    await vi.waitFor(() => expect(reported).toEqual([[7, ""]]));
  });

  it("asks once about personal data, and what is sent all the same is sent", async () => {
    render(<Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />, document.body);
    await press("間違いを知らせる");
    await say("090-1234-5678 に電話ください");
    await vi.waitFor(() => expect(text()).toContain("電話番号のようです"));
    expect(reported).toEqual([]);
    await press("送る");

    await vi.waitFor(() => expect(reported).toHaveLength(1));
  });

  it("stays where it could not be sent", async () => {
    isOff = true;
    render(<Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />, document.body);
    await press("間違いを知らせる");
    await say("古いです");
    await vi.waitFor(() => expect(text()).toContain("送れませんでした"));
    isOff = false;
    await press("送る");

    await vi.waitFor(() => expect(reported).toEqual([[7, "古いです"]]));
  });
});

describe("an answer", () => {
  it("is copied with its sources", async () => {
    const copied: string[] = [];
    vi.stubGlobal("navigator", { clipboard: { writeText: async (words: string) => copied.push(words) } });
    render(<Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />, document.body);
    await press("コピー");

    await vi.waitFor(() => expect(text()).toContain("コピーしました"));
    expect(copied[0]).toContain("【家賃の相場】");
    expect(copied[0]).toContain("1Kは約3.5万円です。");
    expect(copied[0]).toContain("出典：市のページ https://www.city.otaru.lg.jp/");
    vi.unstubAllGlobals();
  });

  it("is read aloud without its sources, and stopped by the same button", async () => {
    const spoken: string[] = [];
    const cancel = vi.fn();
    class Utterance {
      constructor(readonly text: string) {}
    }
    vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
    vi.stubGlobal("speechSynthesis", { cancel, speak: (voice: Utterance) => spoken.push(voice.text) });
    render(<Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />, document.body);
    await press("読み上げる");

    expect(spoken).toHaveLength(1);
    expect(spoken[0]).not.toContain("https");
    await press("止める");
    expect(spoken).toHaveLength(1);
    expect(cancel).toHaveBeenCalled();
    render(null, document.body);
    vi.unstubAllGlobals();
  });

  it("is silent once another one is read aloud, and says so", async () => {
    class Utterance {
      onerror?: () => void;
    }
    const spoken: Utterance[] = [];
    vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
    // Browsers tell who was stopped later, when the next one speaks already.
    const cancel = () => void Promise.resolve(spoken.at(-1)).then((voice) => voice?.onerror?.());
    vi.stubGlobal("speechSynthesis", { cancel, speak: (voice: Utterance) => spoken.push(voice) });
    render(
      <>
        <Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />
        <Tools part={ANSWER} easy={false} seq={9} feedback={feedback} />
      </>,
      document.body,
    );
    const buttons = () => [...document.querySelectorAll<HTMLButtonElement>("[aria-pressed]")];
    await act(async () => buttons()[0]?.click());
    expect(buttons().map((one) => one.getAttribute("aria-pressed"))).toEqual(["true", "false"]);
    await act(async () => buttons()[1]?.click());

    expect(buttons().map((one) => one.getAttribute("aria-pressed"))).toEqual(["false", "true"]);
    render(null, document.body);
    vi.unstubAllGlobals();
  });

  it("has the focus again where its form was closed, and the thanks have it where it was sent", async () => {
    render(<Tools part={ANSWER} easy={false} seq={7} feedback={feedback} />, document.body);
    await press("間違いを知らせる");
    await find('[data-testid="report-words"]');
    await press("やめる");
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("間違いを知らせる"));

    await press("間違いを知らせる");
    await find('[data-testid="report-words"]');
    await press("送る");
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain("担当者が確かめます"));
    render(null, document.body);
  });
});
