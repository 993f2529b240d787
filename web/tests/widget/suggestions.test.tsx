// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Choice } from "../../src/shared/types";

vi.stubGlobal("matchMedia", () => ({ matches: false }));
const ROWS = [
  ["life/snow_removal", "雪かき・除雪", "ゆきかき", []],
  ["life/winter_driving", "雪道の運転", "ゆきみちのうんてん", []],
];
const asked: string[] = [];
vi.stubGlobal("fetch", async (address: string) => {
  asked.push(address);
  return new Response(JSON.stringify(ROWS));
});
const { take } = await import("../../src/widget/translation");
const { Composer } = await import("../../src/widget/composer");
await import("../../src/widget/suggestions");

const sent: string[] = [];
const chosen: Choice[] = [];
const field = () => document.querySelector("textarea") as HTMLTextAreaElement;
const options = () => [...document.querySelectorAll('[role="option"]')];

async function show(suggests = true): Promise<void> {
  render(
    <Composer
      base="https://desk.example"
      send={(text) => sent.push(text)}
      choose={(choice) => chosen.push(choice)}
      suggests={suggests}
      typing={() => undefined}
      photo={undefined}
      mayBePersonal
    />,
    document.body,
  );
  await act(async () => field().focus());
}

async function type(text: string, wanted: number): Promise<void> {
  await act(async () => {
    field().value = text;
    field().dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await vi.waitFor(() => expect(options()).toHaveLength(wanted));
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<KeyboardEvent> {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  await act(async () => {
    field().dispatchEvent(event);
  });
  return event;
}

describe("suggestions while typing", () => {
  beforeEach(() => {
    render(null, document.body);
    localStorage.clear();
    sent.length = chosen.length = 0;
  });

  it("are chosen by arrows and Enter, and sent as that choice", async () => {
    await show();
    await type("雪", 2);
    await press("ArrowDown");
    await press("ArrowDown");
    const active = field().getAttribute("aria-activedescendant") ?? "";

    expect(document.getElementById(active)?.textContent).toBe("雪かき・除雪");
    expect(document.getElementById(active)?.getAttribute("aria-selected")).toBe("true");
    await press("Enter");
    expect(chosen).toEqual([{ id: "entry:life/snow_removal", label: "雪かき・除雪" }]);
    expect(sent).toEqual([]);
    expect(field().value).toBe("");
  });

  it("are found by their titles in the language of the talk, from when it is spoken", async () => {
    await show();
    await type("snow", 0);
    take({ language: "en", unreviewed: "", words: { "雪かき・除雪": "Snow removal" } });
    await show();
    await type("snow r", 1);
    await press("ArrowDown");
    await press("Enter");
    take(undefined);

    expect(chosen).toEqual([{ id: "entry:life/snow_removal", label: "雪かき・除雪" }]);
  });

  it("leave Enter to the text as long as none is chosen", async () => {
    await show();
    await type("雪", 2);
    await press("Enter");

    expect(sent).toEqual(["雪"]);
    expect(chosen).toEqual([]);
  });

  it("lose their mark with the list: [Enter] right after another letter sends the words", async () => {
    await show();
    await type("雪", 2);
    await press("ArrowDown");
    // Without `act`, which would run what waits for the next frame.
    field().value = "雪道の";
    field().dispatchEvent(new InputEvent("input", { bubbles: true }));
    await vi.waitFor(() => expect(options()).toHaveLength(1), { interval: 1 });
    field().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await act(async () => undefined);

    expect(sent).toEqual(["雪道の"]);
    expect(chosen).toEqual([]);
  });

  it("leave every key to the input method while it is at work", async () => {
    await show();
    await type("雪", 2);
    await press("ArrowDown", { isComposing: true });
    expect(field().getAttribute("aria-activedescendant")).toBeNull();
    await press("ArrowDown");
    await press("Enter", { isComposing: true });

    expect(chosen).toEqual([]);
    expect(sent).toEqual([]);
  });

  it("close by Escape, which goes no further, until something else is typed", async () => {
    await show();
    await type("雪", 2);
    const outside = vi.fn();
    document.body.addEventListener("keydown", outside, { once: true });
    await press("Escape");

    expect(options()).toHaveLength(0);
    expect(outside).not.toHaveBeenCalled();
    await type("雪道", 1);
  });

  it("are tapped", async () => {
    await show();
    await type("雪道", 1);
    await act(async () => (options()[0] as HTMLElement).click());

    expect(chosen.map(({ id }) => id)).toEqual(["entry:life/winter_driving"]);
  });

  it("are not offered while a person answers, and asked for once", async () => {
    await show(false);
    await act(async () => {
      field().value = "雪";
      field().dispatchEvent(new InputEvent("input", { bubbles: true }));
    });

    expect(options()).toHaveLength(0);
    expect(asked).toEqual(["https://desk.example/api/web/suggestions"]);
  });
});
