// @vitest-environment jsdom
import { render } from "preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Part } from "../../src/shared/types";
import { given, rents } from "./parts-on-page";

const { PartView } = await import("../../src/widget/parts");

const answer: Part = {
  ...rents,
  easy_title: "家賃《やちん》",
  text: "家賃は下のとおりです。\n\n| 間取り | 家賃 |\n| --- | --- |\n| 1K | 約3.5万円 |",
  more: "- **中心部**：少し高くなります",
  easy: "家賃《やちん》です。\n- 1K：約《やく》3.5万円\n- 2K：約《やく》4万円",
  easy_more: "町《まち》の中《なか》は高《たか》いです。",
  sources: [
    { title: "市のページ", url: "https://www.city.otaru.lg.jp/", date: "2024-04" },
    { title: "古いページ", url: "http://www.city.otaru.lg.jp/simin/" },
  ],
};

function shown(part: Part, easy = false): HTMLElement {
  render(<PartView {...given} part={part} easy={easy} />, document.body);
  return document.body;
}

describe("an answer on the screen", () => {
  beforeEach(() => render(null, document.body));

  it("shows figures as a table with heads of rows and columns", () => {
    const table = shown(answer).querySelector("table");
    expect([...(table?.querySelectorAll("th[scope=col]") ?? [])].map((cell) => cell.textContent)).toEqual([
      "間取り",
      "家賃",
    ]);
    expect(table?.querySelector("th[scope=row]")?.textContent).toBe("1K");
    expect(table?.querySelector("td")?.textContent).toBe("約3.5万円");
  });

  it("keeps what [くわしく] opens closed at first", () => {
    const more = shown(answer).querySelector<HTMLDetailsElement>("details.more");
    expect(more?.open).toBe(false);
    expect(more?.querySelector("summary")?.textContent).toBe("くわしく");
    expect(more?.querySelector("li")?.textContent).toBe("中心部：少し高くなります");
  });

  it("has no [くわしく] where there is no more", () => {
    const { more: _, ...short } = answer as Extract<Part, { type: "answer" }>;
    expect(shown(short).querySelector("details.more")).toBeNull();
  });

  it("shows a version in another language as that, its sources under the Japanese", () => {
    const {
      easy: _,
      easy_title: __,
      easy_more: ___,
      more: ____,
      ...plain
    } = answer as Extract<Part, { type: "answer" }>;
    const card = shown({
      ...plain,
      title: "Rents",
      caveat: "Translated 29 November 2026.",
      language: "en",
    }).querySelector("article");
    expect(card?.lang).toBe("en");
    expect(card?.querySelector("h3")?.textContent).toBe("Rents");
    expect(card?.querySelector(".caveat")?.textContent).toBe("※ Translated 29 November 2026.");
    expect(card?.querySelector<HTMLElement>(".source")?.hidden).toBe(true);
  });

  it("shows やさしい日本語 where it comes first, whatever the settings", () => {
    const card = shown({ ...answer, easy_first: true } as Part).querySelector("article");
    expect(card?.querySelector("ruby")).not.toBeNull();
    expect(card?.querySelector("table")).toBeNull();
    expect(card?.querySelector(".source")).not.toBeNull();
  });

  it("asks in the language of the choices", async () => {
    const part: Part = {
      type: "choices",
      purpose: "resolved",
      legend: "Did this answer your question?",
      choices: [{ id: "c1", label: "Yes" }],
    };
    const there = shown(part);
    await vi.waitFor(() =>
      expect(there.querySelector("legend")?.textContent).toBe("Did this answer your question?"),
    );
  });

  it("folds the sources, each with the date of its own", () => {
    const source = shown(answer).querySelector(".source");
    expect(source?.querySelector("summary")?.textContent).toBe("出典 2件・確認日 2026年11月23日(月)");
    const items = [...(source?.querySelectorAll("li") ?? [])].map((item) => item.textContent);
    expect(items[0]).toContain("（2024年4月）");
    expect(source?.querySelectorAll("a")[1]?.getAttribute("href")).toBe("http://www.city.otaru.lg.jp/simin/");
  });

  it("is easy as a whole: title, list and [くわしく]", () => {
    const body = shown(answer, true);
    expect(body.querySelector("h3 rt")?.textContent).toBe("やちん");
    expect(body.querySelectorAll(".easy > ul > li").length).toBe(2);
    expect(body.querySelector("details.more rt")?.textContent).toBe("まち");
    expect(body.querySelector("table")).toBeNull();
  });

  it("says the caveat in easy words where there are some", () => {
    const warned = { ...answer, caveat: "条件があります", easy_caveat: "決《き》まりがあります" } as Part;
    expect(shown(warned).querySelector(".caveat")?.textContent).toBe("※ 条件があります");
    expect(shown(warned, true).querySelector(".caveat rt")?.textContent).toBe("き");
  });

  it("says that it may be old, in easy words too", () => {
    const old = { ...answer, outdated: true } as Part;
    expect(shown(old).querySelector(".caveat")?.textContent).toContain("情報が古い可能性があります");
    expect(shown(old, true).querySelector(".caveat rt")?.textContent).toBe("ふる");
  });

  it("says notices and texts in easy words where there are some, each in its own dress", () => {
    const notice = {
      type: "notice",
      kind: "queued",
      text: "相談員を呼んでいます。",
      easy: "人《ひと》を 呼《よ》んでいます。",
    } as Part;
    expect(shown(notice).querySelector(".notice.queued")?.textContent).toBe("相談員を呼んでいます。");
    expect(shown(notice, true).querySelector(".notice.queued .easy rt")?.textContent).toBe("ひと");
    const text = { type: "text", text: "どれでしょうか？", easy: "どれですか？" } as Part;
    expect(shown(text, true).querySelector(".text .easy")?.textContent).toBe("どれですか？");
    expect(
      shown({ type: "notice", kind: "queued", text: "相談員です。" }, true).querySelector(".notice")
        ?.textContent,
    ).toBe("相談員です。");
  });

  it("offers choices in easy words", () => {
    const choices: Part = {
      type: "choices",
      purpose: "related",
      choices: [
        { id: "1", label: "家賃の相場", easy: "家賃《やちん》" },
        { id: "2", label: "その他" },
      ],
    };
    const buttons = [...shown(choices, true).querySelectorAll("button")];
    expect(buttons.map((button) => button.querySelector("rt")?.textContent ?? button.textContent)).toEqual([
      "やちん",
      "その他",
    ]);
    expect(shown(choices).querySelector("button")?.textContent).toBe("家賃の相場");
  });
});
