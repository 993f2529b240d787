// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ClosingDialog } from "../../src/console/closing";
import { FactsForm } from "../../src/console/facts";
import { asLine } from "../../src/console/message";
import { Transcript } from "../../src/console/transcript";
import type { DeskMessage } from "../../src/console/types";
import { message, page } from "./samples";

// jsdom has none; the answers ask it for line breaks.
vi.hoisted(() => Object.assign(globalThis, { CSS: { supports: () => true } }));

let sent: { path: string; body: unknown }[];
const next = vi.fn();

function shown(node: preact.ComponentChild): HTMLElement {
  const root = document.createElement("div");
  document.body.append(root);
  act(() => render(node, root));
  return root;
}
const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)));
const part = (root: HTMLElement, id: string) => root.querySelector<HTMLElement>(`[data-testid="${id}"]`);

beforeEach(() => {
  sent = [];
  next.mockReset();
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  vi.stubGlobal("fetch", (input: string, init: RequestInit = {}) => {
    sent.push({
      path: input.replace("/api/console/cases/1/", ""),
      body: JSON.parse(String(init.body ?? "{}")),
    });
    return Promise.resolve(new Response("{}", { status: 200 }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

let undo: (() => Promise<unknown>) | undefined;

function dialog(channel = "web", muted_until: string | null = null): HTMLElement {
  return shown(
    <ClosingDialog
      found={page("1", [1], { channel, muted_until }).case}
      isMine={true}
      run={(work) => void work()}
      offer={(_done, _words, how) => {
        undo = how;
      }}
      next={next}
      close={() => undefined}
    />,
  );
}

describe("ending a case", () => {
  it("thanks, keeps how it ended, and goes to the next case", async () => {
    const root = dialog();
    act(() => part(root, "ending-visit")?.click());
    act(() => part(root, "confirm")?.click());
    await settle();

    expect(sent).toEqual([{ path: "close", body: { ending: "visit", silent: false } }]);
    expect(next).toHaveBeenCalledOnce();
  });

  it.each([
    ["confirm-silent", [{ path: "close", body: { ending: "solved", silent: true } }]],
    ["confirm-return", [{ path: "return", body: { ending: "solved" } }]],
  ])("has a way %s", async (button, expected) => {
    const root = dialog();
    act(() => part(root, button)?.click());
    await settle();

    expect(sent).toEqual(expected);
  });

  it.each(["solved", "nuisance"])("has the usual way last, with its key, after %s", (ending) => {
    const root = dialog();
    act(() => part(root, `ending-${ending}`)?.click());

    const last = [...root.querySelectorAll(".buttons button")].at(-1) as HTMLButtonElement;
    expect([last.dataset.testid, last.type, last.className]).toEqual(["confirm", "submit", "primary"]);
    expect(root.querySelectorAll("[type=submit]")).toHaveLength(1);
  });

  it("mutes who only disturbed, and says nothing to them, unless told otherwise", async () => {
    const root = dialog();
    act(() => part(root, "ending-nuisance")?.click());
    expect(part(root, "confirm")?.textContent).toBe("送らずに終了");
    act(() => part(root, "confirm")?.click());
    await settle();

    expect(sent).toEqual([
      { path: "mute", body: { days: 7 } },
      { path: "close", body: { ending: "nuisance", silent: true } },
    ]);
  });

  it.each([
    ["nobody was muted before", null, ["reopen", "unmute"]],
    ["somebody had muted them before", "2026-12-01T10:00:00+09:00", ["reopen"]],
  ])("lets who was muted by mistake call again with the undo, where %s", async (_, before, expected) => {
    const root = dialog("web", before);
    act(() => part(root, "ending-nuisance")?.click());
    act(() => part(root, "confirm")?.click());
    await settle();
    sent = [];
    await undo?.();

    expect(sent.map(({ path }) => path)).toEqual(expected);
  });

  it.each([
    [["distress"], "危険の印（つらい気持ち）は「対応済み」になります"],
    [[], undefined],
  ])("says what becomes of marks %j", (flags, words) => {
    const root = shown(
      <ClosingDialog
        found={{ ...page("1", [1]).case, flags }}
        isMine={true}
        run={() => undefined}
        offer={() => undefined}
        next={next}
        close={() => undefined}
      />,
    );

    const settles = part(root, "settles")?.textContent;
    if (words) expect(settles).toContain(words);
    else expect(settles).toBeUndefined();
  });

  it("promises nothing by mail, where nobody is thanked and no assistant answers", async () => {
    const root = dialog("mail");
    expect([...root.querySelectorAll(".buttons button")].map((one) => one.textContent)).toEqual([
      "やめる",
      "送らずに終了",
    ]);
    act(() => part(root, "confirm")?.click());
    await settle();

    expect(sent).toEqual([{ path: "close", body: { ending: "solved", silent: true } }]);
  });

  it("stays where it is if it is refused", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}", { status: 409 })));
    const failed = vi.fn();
    const root = shown(
      <ClosingDialog
        found={page("1", [1]).case}
        isMine={true}
        run={(work) => void work().catch(failed)}
        offer={() => undefined}
        next={next}
        close={() => undefined}
      />,
    );
    act(() => part(root, "confirm")?.click());
    await settle();

    expect(failed).toHaveBeenCalledOnce();
    expect(next).not.toHaveBeenCalled();
  });
});

describe("correcting a case", () => {
  it("sends what was changed, and leaves hidden contacts alone", async () => {
    const found = page("1", [1], {
      slots: { family: "夫婦" },
      contact: { kind: "phone", value: "09…78" },
    }).case;
    const root = shown(<FactsForm found={found} reload={() => undefined} close={() => undefined} />);
    const write = (name: string, value: string) => {
      (part(root, `fact-${name}`) as HTMLInputElement).value = value;
    };
    write("from_where", "札幌市");
    write("tags", "犬 #空き家");
    act(() => part(root, "facts-save")?.click());
    await settle();

    expect(sent).toEqual([{ path: "facts", body: { from_where: "札幌市", tags: ["犬", "空き家"] } }]);
  });

  it("bring into sight why they were refused, keep what was typed and leave the focus where it was", async () => {
    const words = "電話番号の形になっていないようです。";
    const answers: ((answer: Response) => void)[] = [];
    vi.stubGlobal("fetch", () => new Promise<Response>((answered) => answers.push(answered)));
    const seen: (string | null)[] = [];
    Element.prototype.scrollIntoView = function scrollIntoView() {
      seen.push(this.textContent);
    };
    const found = page("1", [1]).case;
    const root = shown(<FactsForm found={found} reload={() => undefined} close={() => undefined} />);
    const contact = part(root, "fact-contact") as HTMLInputElement;
    contact.value = "0134";
    const save = part(root, "facts-save") as HTMLButtonElement;
    save.focus();
    act(() => save.click());
    // Pressed again while the desk is asked.
    act(() => save.click());
    expect(answers).toHaveLength(1);
    answers[0]?.(Response.json({ error: { code: "wrong", message: words } }, { status: 422 }));
    await settle();

    expect(root.querySelector('[role="alert"]')?.textContent).toBe(words);
    expect(seen).toEqual([words]);
    expect(contact.value).toBe("0134");
    expect(document.activeElement).toBe(save);
    Reflect.deleteProperty(Element.prototype, "scrollIntoView");
  });
});

describe("the transcript", () => {
  const tap = message(2, { parts: [{ type: "text", text: "人に相談する", tapped: true }] });
  const notice = message(3, {
    author: "system",
    parts: [{ type: "notice", kind: "queued", text: "お待ち\nください" }],
  });

  it("has notices and taps on one line each, and what was said in full", () => {
    expect(asLine(tap)).toBe("［人に相談する］を押しました");
    expect(asLine(notice)).toBe("お待ち ください");
    expect(asLine(message(1))).toBeUndefined();
    expect(asLine(message(1, { author: "bot" }))).toBeUndefined();
  });

  it.each([
    ["one's own answer", "consultant", true, 900],
    ["an answer of somebody else's case", "consultant", false, 100],
    ["words of the person", "user", true, 100],
  ] as const)("follows who reads further up to %s, and nobody else", (_, author, isMine, expected) => {
    const root = document.createElement("div");
    document.body.append(root);
    const draw = (messages: DeskMessage[]) =>
      act(() =>
        render(
          <Transcript
            messages={messages}
            marks={[]}
            titles={{}}
            attachments={{}}
            isTyping={false}
            hasOlder={false}
            isMine={isMine}
            readOlder={() => Promise.resolve()}
          />,
          root,
        ),
      );
    draw([message(1)]);
    const log = root.querySelector(".transcript") as HTMLElement;
    Object.defineProperties(log, { scrollHeight: { value: 900 }, clientHeight: { value: 300 } });
    log.scrollTop = 100;
    log.dispatchEvent(new Event("scroll"));

    draw([message(1), message(2, { author })]);

    expect(log.scrollTop).toBe(expected);
  });

  it("keeps the whole of a long notice behind its line", () => {
    const long = "あ".repeat(80);
    const root = shown(
      <Transcript
        messages={[message(1), tap, { ...notice, parts: [{ type: "notice", kind: "queued", text: long }] }]}
        marks={[]}
        titles={{}}
        attachments={{}}
        isTyping={false}
        hasOlder={false}
        readOlder={() => Promise.resolve()}
      />,
    );
    expect(root.querySelectorAll(".entry.line")).toHaveLength(2);
    expect(root.querySelector("details")?.textContent).toContain(long);
    expect(root.querySelectorAll(".entry.user:not(.line)")).toHaveLength(1);
  });
});
