// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FactsForm } from "../../src/console/facts";
import type { CaseDetail } from "../../src/console/types";
import { page } from "./samples";

const sent: unknown[] = [];
let root: HTMLElement;

beforeEach(() => {
  sent.length = 0;
  root = document.createElement("div");
  document.body.replaceChildren(root);
  vi.stubGlobal("fetch", (_: string, init: RequestInit = {}) => {
    sent.push(JSON.parse(String(init.body)));
    return Promise.resolve(new Response("{}", { status: 200 }));
  });
});
afterEach(() => vi.unstubAllGlobals());

function shown(more: Partial<CaseDetail>): void {
  const { case: found } = page("1", [1], more);
  act(() => render(<FactsForm found={found} reload={() => undefined} close={() => undefined} />, root));
}

it("corrects what was changed here, and leaves what a colleague changes meanwhile", async () => {
  shown({ topic: "housing", tags: ["冬"], slots: { from_where: "東京都" } });
  shown({ topic: "jobs", tags: ["冬", "犬"], slots: { from_where: "千葉県" } });
  const timing = root.querySelector<HTMLInputElement>('[data-testid="fact-timing"]');
  if (timing) timing.value = "来年の春";
  root.querySelector<HTMLElement>('[data-testid="facts-save"]')?.click();
  await vi.waitFor(() => expect(sent).toHaveLength(1));

  expect(sent).toEqual([{ timing: "来年の春" }]);
});

it("sends tags that were changed", async () => {
  shown({ tags: ["冬"] });
  const tags = root.querySelector<HTMLInputElement>('[data-testid="fact-tags"]');
  if (tags) tags.value = "冬 #犬";
  root.querySelector<HTMLElement>('[data-testid="facts-save"]')?.click();
  await vi.waitFor(() => expect(sent).toHaveLength(1));

  expect(sent).toEqual([{ tags: ["冬", "犬"] }]);
});
