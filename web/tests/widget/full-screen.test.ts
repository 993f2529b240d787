// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fillScreen } from "../../src/widget/full-screen";

vi.stubGlobal("matchMedia", () => Object.assign(new EventTarget(), { matches: true }));

const isOurs = () => Boolean((history.state as { hitohata?: boolean } | null)?.hitohata);
/** The browser goes back by and by. */
const goneBack = () => vi.waitFor(() => expect(isOurs()).toBe(false));

let panel: HTMLElement;
let steps: number;
let show: (isShown: boolean) => void;

beforeEach(async () => {
  // What a test before left in the history.
  if (isOurs()) history.back();
  await goneBack();
  const host = document.createElement("div");
  panel = document.createElement("section");
  panel.hidden = true;
  host.attachShadow({ mode: "open" }).append(panel);
  document.body.replaceChildren(host);
  const { look } = fillScreen(panel, () => show(false));
  show = (isShown) => {
    panel.hidden = !isShown;
    look();
  };
  steps = 0;
  const back = History.prototype.back;
  vi.spyOn(history, "back").mockImplementation(() => {
    steps += 1;
    back.call(history);
  });
  return () => vi.restoreAllMocks();
});

describe("a chat that fills the screen", () => {
  it("is closed by Back", async () => {
    show(true);
    expect(isOurs()).toBe(true);

    history.back();

    await vi.waitFor(() => expect(panel.hidden).toBe(true));
  });

  it("takes one step back however often it is closed: another one would leave the page", async () => {
    show(true);

    show(false);
    show(false);

    await goneBack();
    expect(steps).toBe(1);
  });

  it("stays open when it is opened again before the browser has gone back", async () => {
    show(true);
    show(false);
    show(true);

    // The step back is over when its entry is there again.
    await new Promise((over) => addEventListener("popstate", over, { once: true }));

    expect(panel.hidden).toBe(false);
    expect(isOurs()).toBe(true);
    history.back();
    await vi.waitFor(() => expect(panel.hidden).toBe(true));
  });
});
