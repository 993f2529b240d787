// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../src/console/api";
import { Login } from "../../src/console/login";

async function shown(answer: () => Promise<Response>): Promise<HTMLElement> {
  const fetching = vi.fn(answer);
  vi.stubGlobal("fetch", fetching);
  const root = document.createElement("div");
  await act(() => render(<Login done={() => undefined} expired={false} />, root));
  await vi.waitFor(() => expect(fetching).toHaveBeenCalledOnce());
  // The same question asked later: when it is answered, so is the page's, and what follows is drawn.
  await act(async () => void (await api.ways()));
  return root;
}

const ways = (sso: boolean) => () => Promise.resolve(Response.json({ sso }));

afterEach(() => vi.unstubAllGlobals());

it("offers the city's account where it is set up", async () => {
  const root = await shown(ways(true));

  expect(root.querySelector("a.sso")?.getAttribute("href")).toBe("/console/sso/begin");
});

it.each([
  ["it is not set up", ways(false)],
  ["the desk does not say", () => Promise.resolve(new Response("", { status: 502 }))],
  ["nothing answers", () => Promise.reject(new TypeError("away"))],
])("offers passwords only where %s", async (_, answer) => {
  const root = await shown(answer);

  expect(root.querySelector("a.sso")).toBeNull();
  expect(root.querySelector("input[type=password]")).not.toBeNull();
});

it.each([
  ["the password", { code: "bad_login", message: "メールアドレスかパスワードが違います。" }, "password"],
  ["the code that is wanted", { code: "code_wanted", message: "コードを入れてください。" }, "code"],
])("gives the focus to %s after a refusal", async (_, error, wanted) => {
  const root = await shown(ways(false));
  document.body.append(root);
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ error }, { status: 401 })));
  for (const field of root.querySelectorAll("input")) field.value = "taro@example.jp";
  const button = root.querySelector("button") as HTMLButtonElement;
  button.focus();
  await act(async () => root.querySelector("form")?.requestSubmit());
  await vi.waitFor(() => expect(root.querySelector('[role="alert"]')?.textContent).toBe(error.message));

  expect(document.activeElement?.id).toBe(wanted);
  root.remove();
});
