// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Actions } from "../../src/console/actions";
import { Composer } from "../../src/console/composer";
import { Notes } from "../../src/console/notes";
import type { Session } from "../../src/console/types";
import { page } from "./samples";

let sent: { path: string; body: unknown }[];
let isRefused: boolean;

function shown(node: preact.ComponentChild): HTMLElement {
  const root = document.createElement("div");
  document.body.append(root);
  act(() => render(node, root));
  return root;
}
const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)));
const part = (root: HTMLElement, id: string) => root.querySelector<HTMLElement>(`[data-testid="${id}"]`);
function write(root: HTMLElement, id: string, words: string): void {
  const field = part(root, id) as HTMLTextAreaElement;
  field.value = words;
  act(() => {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
const written = (root: HTMLElement, id: string) => (part(root, id) as HTMLTextAreaElement).value;

const COLLEAGUES = {
  accounts: [{ account_id: "a_2", name: "鈴木", role: "consultant", present: true, cases: 0 }],
};

beforeEach(() => {
  sent = [];
  isRefused = false;
  localStorage.clear();
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  vi.stubGlobal("fetch", (input: string, init: RequestInit = {}) => {
    const path = input.replace("/api/console", "");
    if (path === "/accounts") return Promise.resolve(new Response(JSON.stringify(COLLEAGUES)));
    sent.push({ path, body: JSON.parse(String(init.body ?? "{}")) });
    const refusal = { error: { code: "not_here", message: "この方には引き継げません。" } };
    return Promise.resolve(
      isRefused ? new Response(JSON.stringify(refusal), { status: 409 }) : new Response("{}"),
    );
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const notes = (caseId: string) =>
  shown(
    <Notes
      caseId={caseId}
      notes={[]}
      ofPerson={[]}
      mayWrite={true}
      me="a_1"
      tell={() => undefined}
      reload={() => undefined}
    />,
  );

describe("a note that was begun", () => {
  it("is there when the case is opened again, and in no other case", () => {
    write(notes("1"), "note-input", "折り返しは夕方に");

    expect(written(notes("1"), "note-input")).toBe("折り返しは夕方に");
    expect(written(notes("2"), "note-input")).toBe("");
  });

  it("is gone once it was added, and stays where that failed", async () => {
    const root = notes("1");
    write(root, "note-input", "折り返しは夕方に");
    isRefused = true;
    act(() => part(root, "note-add")?.click());
    await settle();
    expect(written(notes("1"), "note-input")).toBe("折り返しは夕方に");

    isRefused = false;
    act(() => part(root, "note-add")?.click());
    await settle();
    expect(written(notes("1"), "note-input")).toBe("");
  });
});

describe("words of two tabs at one case", () => {
  /** What a browser tells the other tabs once one of them has sent its own words. */
  function droppedElsewhere(kind: string): void {
    const key = Object.keys(localStorage).find((one) => one.includes(kind)) ?? "";
    localStorage.removeItem(key);
    act(() => void dispatchEvent(new StorageEvent("storage", { key, newValue: null })));
  }

  it("are kept here though the other tab sent its note", () => {
    write(notes("1"), "note-input", "折り返しは夕方に");
    droppedElsewhere("note");

    expect(written(notes("1"), "note-input")).toBe("折り返しは夕方に");
  });

  it("are kept here though the other tab sent its reply", () => {
    const composer = () =>
      shown(
        <Composer
          found={page("1", [1], { state: "consultant", channel: "web" }).case}
          messages={[]}
          myName="佐藤"
          enterSends={false}
          reload={() => undefined}
        />,
      );
    write(composer(), "reply-input", "費用は…");
    droppedElsewhere("draft");

    expect(written(composer(), "reply-input")).toBe("費用は…");
  });

  it("leave nothing behind where nothing was being written", () => {
    write(notes("1"), "note-input", "折り返しは夕方に");
    const [key = ""] = Object.keys(localStorage);
    document.body.replaceChildren();
    localStorage.clear();
    notes("1");
    act(() => void dispatchEvent(new StorageEvent("storage", { key, newValue: null })));

    expect(localStorage.length).toBe(0);
  });
});

describe("what the next one has to know", () => {
  async function handing(): Promise<HTMLElement> {
    const found = page("1", [1], { state: "consultant", owner: { account_id: "a_1", name: "佐藤" } }).case;
    const root = shown(
      <Actions
        found={found}
        session={{ account_id: "a_1", name: "佐藤", role: "consultant" } as Session}
        isBusy={false}
        run={(work) => void work().catch(() => undefined)}
        offer={() => undefined}
        next={() => undefined}
        backToList={() => undefined}
      />,
    );
    await open(root);
    write(root, "transfer-note", "電話は夕方に");
    return root;
  }
  async function open(root: HTMLElement): Promise<void> {
    act(() => part(root, "transfer")?.click());
    await settle();
  }

  it("is kept where the hand-over was refused, and gone after one", async () => {
    const root = await handing();
    isRefused = true;
    act(() => part(root, "transfer-to")?.click());
    await settle();
    await open(root);
    expect(written(root, "transfer-note")).toBe("電話は夕方に");

    isRefused = false;
    act(() => part(root, "transfer-to")?.click());
    await settle();
    expect(sent.at(-1)?.body).toEqual({ account_id: "a_2", note: "電話は夕方に" });
    await open(root);
    expect(written(root, "transfer-note")).toBe("");
  });

  it("becomes a note where the case goes back to the queue", async () => {
    const root = await handing();
    act(() => part(root, "release")?.click());
    await settle();
    expect(root.textContent).toContain("書いた申し送りは、メモに残ります。");
    act(() => part(root, "confirm")?.click());
    await settle();

    expect(sent).toEqual([
      { path: "/cases/1/notes", body: { text: "電話は夕方に" } },
      { path: "/cases/1/release", body: {} },
    ]);
  });
});
