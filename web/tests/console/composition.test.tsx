// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Composer } from "../../src/console/composer";
import { message, page } from "./samples";

describe("Enter in the reply", () => {
  const place = document.createElement("div");
  const sent = vi.fn();
  const press = () =>
    document
      .getElementById("reply")
      ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));

  beforeEach(() => {
    sent.mockReset();
    vi.stubGlobal("fetch", async (address: string) => {
      if (address.endsWith("/messages")) sent();
      return new Response('{"seq":2}', { status: 202 });
    });
    localStorage.setItem("hitohata.draft..a", '{"text":"にほんご","seen":1}');
    document.body.append(place);
    act(() =>
      render(
        <Composer
          found={page("a", []).case}
          messages={[message(1)]}
          myName="佐藤"
          enterSends={true}
          reload={() => undefined}
        />,
        place,
      ),
    );
  });
  afterEach(() => {
    act(() => render(null, place));
    localStorage.clear();
    vi.unstubAllGlobals();
  });

  it("sends", () => {
    press();
    expect(sent).toHaveBeenCalledOnce();
  });

  it("only confirms kanji when it follows the end of a composition, as in Safari", () => {
    const field = document.getElementById("reply");
    field?.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    press();
    field?.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    press();
    expect(sent).not.toHaveBeenCalled();
  });
});
