// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { forget, sentPhotos } from "../../src/widget/memory";
import Photo, { sizeOf } from "../../src/widget/photo";

const sent: { client_id: string; photo: string }[] = [];
let isOff = false;
let isBroken = false;
const send = async (photo: { client_id: string; photo: string }) => {
  sent.push(photo);
  if (isOff) throw new TypeError("Failed to fetch");
};
const draw = async () => {
  if (isBroken) throw new Error("no picture");
  return "data:image/jpeg;base64,QUJD";
};
const text = () => document.body.textContent ?? "";
const show = () => act(async () => render(<Photo send={send} draw={draw} />, document.body));
const press = (label: string) =>
  act(async () => [...document.querySelectorAll("button")].find((one) => one.textContent === label)?.click());

async function choose(): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('[data-testid="photo-file"]');
  Object.defineProperty(field, "files", { value: [new File(["x"], "a.jpg")], configurable: true });
  Object.defineProperty(field, "value", { value: "", writable: true, configurable: true });
  await act(async () => {
    field?.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

describe("a photo for the consultant", () => {
  beforeEach(() => {
    render(null, document.body);
    sent.length = 0;
    isOff = isBroken = false;
    sessionStorage.clear();
    sentPhotos.clear();
  });

  it("is shown with who sees it before anything is sent", async () => {
    await show();
    await choose();

    expect(document.querySelector("img")?.alt).toBe("送る写真");
    expect(text()).toContain("写真は相談員だけが見ます");
    expect(sent).toEqual([]);
  });

  it("is sent without the head of its address", async () => {
    await show();
    await choose();
    await press("送る");

    await vi.waitFor(() => expect(text()).toContain("写真を送りました"));
    expect(sent.map(({ photo }) => photo)).toEqual(["QUJD"]);
  });

  it("is the same photo when it is sent again", async () => {
    await show();
    await choose();
    isOff = true;
    await press("送る");
    await vi.waitFor(() => expect(text()).toContain("送れませんでした"));
    isOff = false;
    await press("送る");

    await vi.waitFor(() => expect(sent.length).toBe(2));
    expect(sent[0]?.client_id).toBe(sent[1]?.client_id);
  });

  it.each(["送る", "やめる"])("gives the focus back to its button after %s", async (button) => {
    await show();
    await choose();
    expect(document.activeElement?.textContent).toBe("送る");
    await press(button);

    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("写真を送る"));
  });

  it("stays and says why it was not sent when the talk ends meanwhile, and goes with the next one", async () => {
    const held: boolean[] = [];
    const holds = (isHeld: boolean) => held.push(isHeld);
    const during = (talk: typeof send | undefined) =>
      act(async () => render(<Photo send={talk} holds={holds} draw={draw} />, document.body));
    await during(send);
    await choose();
    await during(undefined);

    expect(document.querySelector("img")?.alt).toBe("送る写真");
    expect(document.querySelector('[role="status"]')?.textContent).toContain("この写真は送っていません");
    expect(document.activeElement?.textContent).toBe("送る");
    await press("送る");
    expect(sent).toEqual([]);

    await during(send);
    expect(text()).not.toContain("この写真は送っていません");
    await press("送る");
    await vi.waitFor(() => expect(text()).toContain("写真を送りました"));
    expect(sent.length).toBe(1);
    expect([held[0], held.includes(true), held.at(-1)]).toEqual([false, true, false]);
  });

  it("is still there after a reload, as the same photo, and takes the focus from nobody", async () => {
    await show();
    await choose();
    isOff = true;
    await press("送る");
    await vi.waitFor(() => expect(text()).toContain("送れませんでした"));
    await act(async () => render(null, document.body));
    isOff = false;
    await show();

    expect(document.querySelector("img")?.alt).toBe("送る写真");
    expect(document.activeElement).toBe(document.body);
    await press("送る");
    await vi.waitFor(() => expect(sent.length).toBe(2));
    expect(sent[0]).toEqual(sent[1]);
    expect(sessionStorage.length).toBe(0);
  });

  it.each(["送る", "やめる"])("is kept no longer after %s", async (button) => {
    await show();
    await choose();
    expect(sessionStorage.length).toBe(1);
    await press(button);

    await vi.waitFor(() => expect(sessionStorage.length).toBe(0));
  });

  it("says that a reload loses it where the tab has no room for it", async () => {
    const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await show();
    await choose();
    full.mockRestore();

    expect(document.querySelector("img")?.alt).toBe("送る写真");
    expect(document.querySelector('[role="status"]')?.textContent).toContain("読み込み直したりすると");
  });

  it("says nothing of a talk that is over as long as nobody knows who answers", async () => {
    await show();
    await choose();
    await act(async () => render(null, document.body));
    await act(async () => render(<Photo send={null} draw={draw} />, document.body));

    expect(document.querySelector("img")?.alt).toBe("送る写真");
    expect(document.querySelector('[role="status"]')?.textContent).toBe("");
  });

  it("is there for who sent it, until the conversation is erased", async () => {
    await show();
    await choose();
    await press("送る");
    await vi.waitFor(() => expect(sent.length).toBe(1));
    expect(sentPhotos.get(sent[0]?.client_id ?? "")).toBe("data:image/jpeg;base64,QUJD");

    await choose();
    forget();
    expect([sentPhotos.size, sessionStorage.length]).toEqual([0, 0]);
  });

  it("is named where it is none", async () => {
    isBroken = true;
    await show();
    await choose();

    expect(text()).toContain("写真として開けませんでした");
    expect(sent).toEqual([]);
  });

  it("is made small and never nothing", () => {
    expect(sizeOf(4_000, 3_000)).toEqual([1_600, 1_200]);
    expect(sizeOf(800, 600)).toEqual([800, 600]);
    expect(sizeOf(20_000, 3)).toEqual([1_600, 1]);
  });
});
