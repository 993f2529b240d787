// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Composer } from "../../src/console/composer";
import { recallDraft } from "../../src/console/drafts";
import { page } from "./samples";

const answer = {
  label: "town/bus",
  title: "バスの料金",
  text: "240円です。",
  caveat: "",
  checked: "2026-11-01",
  review_by: "2027-03-31",
  sources: [{ title: "小樽市", url: "https://www.city.otaru.lg.jp/" }],
};
const canned = {
  replies: [{ id: 1, title: "あいさつ", text: "{相談員名}です。", register: "formal" }],
  helplines: [],
  values: {},
};

let asked: { method: string; path: string }[];
let isAway: boolean;

function desk(input: string, init: RequestInit = {}): Promise<Response> {
  asked.push({ method: init.method ?? "GET", path: input });
  const json = (body: unknown, status = 200) =>
    Promise.resolve(new Response(JSON.stringify(body), { status }));
  if (input.endsWith("/suggestions"))
    return isAway ? json({ error: { code: "failed", message: "x" } }, 500) : json({ answers: [answer] });
  if (input.endsWith("/canned")) return json(canned);
  if (input.includes("/answers?")) return json({ answers: [{ ...answer, label: "town/snow", title: "雪" }] });
  return Promise.resolve(new Response(null, { status: 204 }));
}

function shown(other: object = {}): HTMLElement {
  const found = page("1", [1, 2], { state: "consultant", ...other });
  const root = document.createElement("div");
  document.body.append(root);
  act(() =>
    render(
      <Composer
        found={found.case}
        messages={found.messages}
        myName="佐藤"
        enterSends={false}
        reload={() => undefined}
      />,
      root,
    ),
  );
  return root;
}

const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)));
const field = (root: HTMLElement) => root.querySelector<HTMLTextAreaElement>("#reply") as HTMLTextAreaElement;
const all = (root: HTMLElement, id: string) => [
  ...root.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`),
];

async function type(root: HTMLElement, text: string) {
  const box = field(root);
  box.value = text;
  box.setSelectionRange(text.length, text.length);
  act(() => void box.dispatchEvent(new InputEvent("input", { bubbles: true })));
  await settle();
}

async function press(target: Element | null | undefined, key: string, more: object = {}) {
  act(
    () =>
      void target?.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
      ),
  );
  await settle();
}

beforeEach(() => {
  asked = [];
  isAway = false;
  vi.stubGlobal("fetch", desk);
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  localStorage.clear();
});

describe("suggested answers", () => {
  it("go into the reply with their source and day, and nothing is sent", async () => {
    const root = shown();
    await settle();
    act(() => all(root, "suggestion")[0]?.click());
    await settle();

    expect(field(root).value).toBe(
      "240円です。\n\n出典：\n小樽市 https://www.city.otaru.lg.jp/\n（確認日 2026年11月1日）",
    );
    expect(recallDraft("1").text).toContain("240円");
    expect(document.activeElement).toBe(field(root));
    expect(asked.some(({ path }) => path.endsWith("/messages"))).toBe(false);
  });

  it("are nothing where the assistant is away, and no problem", async () => {
    isAway = true;
    const root = shown();
    await settle();

    expect(all(root, "suggestions")).toHaveLength(0);
    expect(root.querySelector('[role="alert"]')).toBeNull();
  });

  it("are not asked for while words of danger stand", async () => {
    const root = shown({ danger: { kind: "distress", subject: "x", words: "x", count: 1, seq: 1, at: "" } });
    await settle();

    expect(asked.some(({ path }) => path.endsWith("/suggestions"))).toBe(false);
    expect(all(root, "suggestions")).toHaveLength(0);
  });
});

describe("the list that a slash opens", () => {
  it("is gone through with arrows, shows the whole text, and is put in with Enter in place of the slash", async () => {
    const root = shown();
    await settle();
    await type(root, "/");
    const search = root.querySelector("#inserts input");
    expect(document.activeElement).toBe(search);
    expect(all(root, "insert").map((one) => one.textContent)).toEqual(["バスの料金", "あいさつ"]);

    await press(search, "ArrowDown");
    expect(all(root, "insert-preview")[0]?.textContent).toBe("{相談員名}です。");
    await press(search, "Enter", { keyCode: 229 });
    expect(all(root, "insert")).not.toHaveLength(0);
    await press(search, "Enter");

    expect(field(root).value).toBe("佐藤です。");
    expect(document.activeElement).toBe(field(root));
  });

  it("leaves what was written alone when it is closed, and lets a slash be written", async () => {
    const root = shown();
    await type(root, "はい\n");
    await type(root, "はい\n/");
    await press(root.querySelector("#inserts input"), "Escape");
    expect(field(root).value).toBe("はい\n");

    await type(root, "はい\n/");
    await press(root.querySelector("#inserts input"), "/");
    expect(field(root).value).toBe("はい\n/");
  });

  it("opens after an input method wrote the slash", async () => {
    const root = shown();
    const box = field(root);
    act(() => void box.dispatchEvent(new CompositionEvent("compositionstart")));
    box.value = "／";
    box.setSelectionRange(1, 1);
    act(() => void box.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true })));
    expect(all(root, "insert-search")).toHaveLength(0);
    act(() => void box.dispatchEvent(new CompositionEvent("compositionend")));
    await settle();

    expect(all(root, "insert-search")).toHaveLength(1);
    expect(field(root).value).toBe("");
  });
});

describe("a reply that is too long", () => {
  it("stays whole, says by how much, and is not sent before it is short enough", async () => {
    const root = shown();
    await type(root, "あ".repeat(5_120));

    expect(field(root).value).toHaveLength(5_120);
    expect(all(root, "too-long")[0]?.textContent).toContain("120字減らすか、二つに分けて");
    expect(all(root, "reply-send")[0]).toHaveProperty("disabled", true);
    await press(field(root), "Enter", { ctrlKey: true });
    expect(asked.some(({ path }) => path.endsWith("/messages"))).toBe(false);

    await type(root, "あ".repeat(5_000));
    expect(all(root, "too-long")[0]?.textContent).toBe("");
    expect(all(root, "reply-send")[0]).toHaveProperty("disabled", false);
  });
});
