import { describe, expect, it } from "vitest";
import { decode } from "../../src/console/drafts";
import { groups, withoutSlash, written } from "../../src/console/insertable";
import { inserted, newerQuestions, sendsOn } from "../../src/console/reply";
import { type Pressed, shortcut } from "../../src/console/shortcuts";
import { CompositionGuard } from "../../src/shared/ime";
import { message } from "./samples";

const enter = { key: "Enter", shiftKey: false, ctrlKey: false, metaKey: false };

describe("which key sends", () => {
  it("is Ctrl or ⌘ with Enter unless Enter alone was chosen", () => {
    expect(sendsOn(enter, false)).toBe(false);
    expect(sendsOn({ ...enter, ctrlKey: true }, false)).toBe(true);
    expect(sendsOn({ ...enter, metaKey: true }, false)).toBe(true);
    expect(sendsOn(enter, true)).toBe(true);
    expect(sendsOn({ ...enter, key: "a", ctrlKey: true }, true)).toBe(false);
  });

  it("is never Shift+Enter", () => {
    expect(sendsOn({ ...enter, shiftKey: true }, true)).toBe(false);
    expect(sendsOn({ ...enter, shiftKey: true, ctrlKey: true }, false)).toBe(false);
  });

  it("is never an Enter that confirms kanji, also in Safari's order", () => {
    const guard = new CompositionGuard();
    const plain = { isComposing: false, keyCode: 13 };
    guard.start();
    expect(guard.blocks(plain, 100)).toBe(true);
    guard.end(200);
    expect(guard.blocks(plain, 249)).toBe(true);
    expect(guard.blocks(plain, 251)).toBe(false);
    expect(guard.blocks({ isComposing: true, keyCode: 13 }, 900)).toBe(true);
    expect(guard.blocks({ isComposing: false, keyCode: 229 }, 900)).toBe(true);
  });
});

describe("inserts", () => {
  it("go where the caret is, on lines of their own", () => {
    expect(inserted("", "定型", 0, 0)).toBe("定型");
    expect(inserted("前", "定型", 1, 1)).toBe("前\n定型");
    expect(inserted("前後", "定型", 1, 1)).toBe("前\n定型\n後");
    expect(inserted("前\n\n後", "定型", 2, 2)).toBe("前\n定型\n後");
  });

  it("replace what is selected", () => {
    expect(inserted("けす", "定型", 0, 2)).toBe("定型");
  });

  const answer = {
    label: "town/bus",
    title: "バスの料金",
    text: "240円です。",
    caveat: "冬は変わります。",
    checked: "2026-11-01",
    review_by: "2027-03-31",
    sources: [{ title: "小樽市", url: "https://www.city.otaru.lg.jp/" }],
  };

  it("bring an answer's caveat, its sources and the day it was looked at", () => {
    expect(written(answer)).toBe(
      "240円です。\n\n※ 冬は変わります。\n\n出典：\n小樽市 https://www.city.otaru.lg.jp/\n（確認日 2026年11月1日）",
    );
    expect(written({ ...answer, caveat: "", sources: [] })).toBe("240円です。");
  });

  const canned = {
    replies: [
      { id: 1, title: "お礼", text: "バスで来てくれてありがとう", register: "easy" as const },
      { id: 2, title: "あいさつ", text: "こんにちは", register: "formal" as const },
    ],
    helplines: [
      { subject: "suicide", title: "いのちの電話", text: "0120" },
      { subject: "violence", title: "DV相談", text: "0120" },
    ],
    values: {},
  };
  const names = (found: ReturnType<typeof groups>) =>
    found.flatMap((group) => group.items.map((item) => item.title));

  it("stand in one list: answers to the last words, the register one writes in, whom to call", () => {
    const all = { canned, suggested: [answer], answers: [] };
    expect(names(groups("", all, "formal"))).toEqual([
      "バスの料金",
      "あいさつ",
      "お礼",
      "いのちの電話",
      "DV相談",
    ]);
  });

  it("begin with whom to call where there is danger, the line for just that danger first", () => {
    const all = { canned, suggested: [answer], answers: [] };
    const rest = ["バスの料金", "お礼", "あいさつ"];
    expect(names(groups("", all, "easy", "suicide"))).toEqual(["いのちの電話", "DV相談", ...rest]);
    expect(names(groups("", all, "easy", "violence"))).toEqual(["DV相談", "いのちの電話", ...rest]);
  });

  it("are searched together, each once, with other widths and cases", () => {
    const all = {
      canned,
      suggested: [answer],
      answers: [answer, { ...answer, label: "x/y", title: "ほか" }],
    };
    expect(names(groups("ﾊﾞｽ", all, "formal"))).toEqual(["バスの料金", "お礼", "ほか"]);
    expect(groups("犬", { ...all, answers: [] }, "formal")).toEqual([]);
  });

  it("are opened by a slash that begins a line, in any width, and by no other", () => {
    expect(withoutSlash("", "/", 1)).toBe("");
    expect(withoutSlash("前\n", "前\n／", 3)).toBe("前\n");
    expect(withoutSlash("1", "1/", 2)).toBeUndefined();
    expect(withoutSlash("", "/a", 2)).toBeUndefined();
    expect(withoutSlash("ab", "/", 1)).toBeUndefined();
  });
});

describe("what arrived while writing", () => {
  it("is only what the migrant wrote after the draft began", () => {
    const messages = [message(1), message(2, { author: "bot" }), message(3), message(4)];
    expect(newerQuestions(messages, 1)).toEqual(["m3", "m4"]);
    expect(newerQuestions(messages, 4)).toEqual([]);
  });
});

describe("a stored draft", () => {
  it("is text with the number that was newest", () => {
    expect(decode('{"text":"下書き","seen":5}')).toEqual({ text: "下書き", seen: 5 });
    expect(decode('{"text":"下書き"}')).toEqual({ text: "下書き" });
  });

  it("may be plain text, nothing, or text that looks like data", () => {
    expect(decode("下書き")).toEqual({ text: "下書き" });
    expect(decode(null)).toEqual({ text: "" });
    expect(decode("123")).toEqual({ text: "123" });
    expect(decode("null")).toEqual({ text: "null" });
  });
});

describe("single-key shortcuts", () => {
  const free = { isField: false, isDialogOpen: false };
  const press = (key: string, other: Partial<Pressed> = {}): Pressed => ({
    key,
    keyCode: 0,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    repeat: false,
    ...other,
  });

  it("are j, k, c, r, n, u and ?", () => {
    const found = ["j", "k", "c", "r", "n", "u", "?", "x"].map((key) => shortcut(press(key), free));
    expect(found).toEqual(["next", "previous", "claim", "reply", "note", "undo", "help", undefined]);
  });

  it("do nothing while somebody types or a dialog asks", () => {
    expect(shortcut(press("c"), { ...free, isField: true })).toBeUndefined();
    expect(shortcut(press("c"), { ...free, isDialogOpen: true })).toBeUndefined();
    expect(shortcut(press("c", { isComposing: true }), free)).toBeUndefined();
    expect(shortcut(press("c", { keyCode: 229 }), free)).toBeUndefined();
  });

  it("leave the browser's own alone", () => {
    expect(shortcut(press("r", { ctrlKey: true }), free)).toBeUndefined();
    expect(shortcut(press("n", { metaKey: true }), free)).toBeUndefined();
  });

  it("go on through the list while held down, but claim once", () => {
    expect(shortcut(press("j", { repeat: true }), free)).toBe("next");
    expect(shortcut(press("c", { repeat: true }), free)).toBeUndefined();
  });
});
