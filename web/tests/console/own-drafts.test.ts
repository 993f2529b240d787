// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../src/console/api";
import { keepDraft, keepNote, recallDraft, recallNote } from "../../src/console/drafts";

/** Open the console as one account, which the desk tells. */
async function openAs(account_id: string): Promise<void> {
  vi.stubGlobal("fetch", async () => Response.json({ account_id, csrf: "c" }));
  await api.session();
}

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

it("shows a colleague who logs in after another none of their unsent words, and gives those back to who wrote them", async () => {
  await openAs("a_sato");
  keepDraft("k_1", { text: "お調べします" });
  keepNote("k_1", "折り返す");

  await openAs("a_suzuki");
  expect([recallDraft("k_1").text, recallNote("k_1")]).toEqual(["", ""]);

  await openAs("a_sato");
  expect([recallDraft("k_1").text, recallNote("k_1")]).toEqual(["お調べします", "折り返す"]);
});
