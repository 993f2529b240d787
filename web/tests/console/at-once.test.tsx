// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useDesk } from "../../src/console/desk-data";
import { Popover } from "../../src/console/popover";

/** What is drawn by now; what is done after the next frame has not been. */
const drawn = () => Promise.resolve();

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement("div");
  document.body.append(root);
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  vi.stubGlobal(
    "EventSource",
    Object.assign(
      class extends EventTarget {
        close() {}
      },
      { OPEN: 1, CLOSED: 2 },
    ),
  );
  // A frame that never comes.
  vi.stubGlobal("requestAnimationFrame", () => 1);
  vi.useFakeTimers();
});
afterEach(() => {
  render(null, root);
  root.remove();
  location.hash = "";
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("who is quicker than the next frame", () => {
  it("opens the case that the address names", async () => {
    let selected: string | undefined;
    const Shown = () => {
      selected = useDesk("a_1", {} as Parameters<typeof useDesk>[1]).state.selected;
      return null;
    };
    render(<Shown />, root);

    history.replaceState(null, "", "#/cases/k_1");
    dispatchEvent(new HashChangeEvent("hashchange"));
    await drawn();

    expect(selected).toBe("k_1");
  });

  it("closes by Escape what has just opened", async () => {
    render(
      <Popover name="more" label="ほか">
        {() => <p>なか</p>}
      </Popover>,
      root,
    );
    const opener = root.querySelector("button") as HTMLButtonElement;
    opener.click();
    await drawn();
    expect(opener.getAttribute("aria-expanded")).toBe("true");

    dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await drawn();

    expect(opener.getAttribute("aria-expanded")).toBe("false");
  });
});
