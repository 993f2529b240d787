// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Part } from "../../src/shared/types";
import { given, rents as japanese } from "./parts-on-page";

const { take } = await import("../../src/widget/translation");
const { MessageParts } = await import("../../src/widget/message-parts");

const english: Part = { ...japanese, title: "Rents", text: "Rents are as follows.", language: "en" };
const said: Part = { type: "text", text: "About: rents", language: "en" };

function shown(...parts: Part[]): HTMLElement {
  render(<MessageParts {...given} parts={parts} />, document.body);
  return document.body;
}

describe("the parts of a message", () => {
  afterEach(async () => {
    // What is fetched when it is needed still comes, and would draw itself after the page has gone.
    await vi.dynamicImportSettled();
    await new Promise((drawn) => setTimeout(drawn));
    render(null, document.body);
  });

  it("fold the Japanese of an answer that is read in another language, with its sources", () => {
    const page = shown(said, english, japanese);
    const original = page.querySelector<HTMLDetailsElement>(".more");
    expect(original?.open).toBe(false);
    expect(original?.querySelector("summary")?.textContent).toContain("Japanese original");
    expect(original?.querySelector("h3")?.textContent).toBe("家賃の相場");
    expect(original?.querySelector(".source")).not.toBeNull();
    expect(page.querySelectorAll(".more article[lang=en]")).toHaveLength(0);
    expect([...page.querySelectorAll("h3")].map((head) => head.textContent)).toEqual(["Rents", "家賃の相場"]);
  });

  it("show a button's words as they were read, and typed ones as they were typed", () => {
    take({ language: "en", unreviewed: "", words: { 人に相談する: "Ask a person" } });
    const words = (...parts: Part[]) => {
      render(<MessageParts {...given} author="user" parts={parts} />, document.body);
      return document.body.querySelector(".text")?.textContent;
    };
    const text = { type: "text" as const, text: "人に相談する" };

    expect(words({ ...text, tapped: true })).toBe("Ask a person");
    expect(words(text)).toBe("人に相談する");
    take(undefined);
  });

  it("leave two answers in Japanese open", () => {
    expect(shown(japanese, japanese).querySelector(".more")).toBeNull();
  });

  it("leave an answer open that is there in Japanese alone", () => {
    expect(shown(said, japanese).querySelector(".more")).toBeNull();
    expect(document.body.querySelector("h3")?.textContent).toBe("家賃の相場");
  });
});
