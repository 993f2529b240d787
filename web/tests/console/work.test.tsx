// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { useWork } from "../../src/console/work";

let answer: () => void;
let root: HTMLElement;

function Claim() {
  const { isBusy, run } = useWork();
  return (
    <>
      <button
        type="button"
        disabled={isBusy}
        onClick={() =>
          void run(
            () =>
              new Promise<void>((done) => {
                answer = done;
              }),
          )
        }
      />
      <input />
    </>
  );
}

beforeEach(() => {
  root = document.createElement("div");
  document.body.replaceChildren(root);
  act(() => render(<Claim />, root));
});
afterEach(() => render(null, root));

const part = (name: string) => root.querySelector(name) as HTMLElement;

/** Presses the button by the keyboard; as browsers do, and jsdom does not, the focus leaves what is disabled. */
function press(): void {
  part("button").focus();
  act(() => part("button").click());
  expect(part("button").hasAttribute("disabled")).toBe(true);
  part("input").focus();
  part("input").blur();
  expect(document.activeElement).toBe(document.body);
}

it("gives the focus back to what was pressed", async () => {
  press();
  await act(async () => answer());

  expect(document.activeElement).toBe(part("button"));
});

it("takes it from no other field", async () => {
  press();
  part("input").focus();
  await act(async () => answer());

  expect(document.activeElement).toBe(part("input"));
});
