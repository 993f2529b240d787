// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dayLines } from "../../src/console/free-times";
import { Header } from "../../src/console/header";
import { about } from "../../src/console/rows";
import { Side } from "../../src/console/side";
import type { CaseRow, Session } from "../../src/console/types";
import { page, row } from "./samples";

function shown(node: preact.ComponentChild): HTMLElement {
  const root = document.createElement("div");
  document.body.append(root);
  act(() => render(node, root));
  return root;
}
const part = (root: HTMLElement, id: string) => root.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const focused = () => (document.activeElement as HTMLElement | null)?.dataset.testid;

beforeEach(() => {
  localStorage.clear();
  // What is beside is not there; what is saved is.
  vi.stubGlobal("fetch", (_: string, init: RequestInit = {}) =>
    Promise.resolve(new Response("{}", { status: init.method === "POST" ? 200 : 503 })),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function side(): HTMLElement {
  const found = page("1", [1], { state: "consultant", owner: { account_id: "a_1", name: "佐藤" } });
  return shown(
    <Side
      page={found}
      guidance={<p />}
      cover={{ hides: false, isWhole: false, setWhole: () => undefined }}
      mayWrite={true}
      me="a_1"
      offer={undefined}
      reload={() => undefined}
      tell={() => undefined}
    />,
  );
}

describe("where the focus goes beside the talk", () => {
  it.each(["やめる", "保存する"])(
    "is the first field of what is corrected, and back after %s",
    async (leave) => {
      const root = side();
      act(() => part(root, "correct")?.click());
      expect(focused()).toBe("fact-topic");

      const facts = [...(part(root, "facts")?.querySelectorAll("button") ?? [])];
      act(() => facts.find((one) => one.textContent === leave)?.click());
      await vi.waitFor(() => expect(focused()).toBe("correct"));
    },
  );

  it("stays in the field of notes when one was added", async () => {
    const root = side();
    const field = part(root, "note-input") as HTMLTextAreaElement;
    field.value = "折り返しは夕方に";
    act(() => {
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    part(root, "note-add")?.focus();
    act(() => part(root, "note-add")?.click());
    await vi.waitFor(() => expect(focused()).toBe("note-input"));
  });
});

describe("what a case is about", () => {
  const words = { question: "空き家はありますか", last_message: "第2週を希望します" };

  it.each([
    ["queued", "空き家はありますか"],
    ["message_left", "空き家はありますか"],
    ["consultant", "第2週を希望します"],
  ] as const)("in %s", (state, expected) => {
    expect(about(row("1", { ...words, state }))).toBe(expected);
  });
});

describe("the number of those who wait", () => {
  const header = (waiting: CaseRow[]) =>
    shown(
      <Header
        session={{ account_id: "a_1", name: "佐藤", role: "consultant", pages: [] as object[] } as Session}
        hours={{ open: true, opens_text: "", on_duty: 1, stuck: 0, aside: 0, trouble: "" } as never}
        waiting={waiting}
        calls={[]}
        settings={{} as never}
        change={() => undefined}
        help={() => undefined}
        reload={() => undefined}
        leave={() => undefined}
      />,
    );

  it("is red where somebody is in danger, as on the office's pages", () => {
    expect(part(header([row("1")]), "waiting")?.className).toBe("waiting");
    expect(part(header([row("1"), row("2", { flags: ["distress"] })]), "waiting")?.className).toBe(
      "waiting danger",
    );
  });
});

it("writes a day on two lines for a narrow column, and nothing else apart", () => {
  expect(dayLines("11月25日(水)")).toEqual(["11/25", "(水)"]);
  expect(dayLines("きょう")).toEqual(["きょう"]);
});
