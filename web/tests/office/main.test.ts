// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { forgetForm } from "../../src/office/main";

test("a page that answers a form is loaded again by asking for it, other pages stay as they are", () => {
  const past = { replaceState: vi.fn() } as unknown as History;
  const body = document.createElement("body");

  forgetForm(body, past, "/console/accounts/1");
  expect(past.replaceState).not.toHaveBeenCalled();

  body.dataset.answerOfForm = "";
  forgetForm(body, past, "/console/accounts/1");
  expect(past.replaceState).toHaveBeenCalledWith(null, "", "/console/accounts/1");
});
