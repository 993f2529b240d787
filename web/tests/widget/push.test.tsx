// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import PushOption, { bytesOf } from "../../src/widget/push";

const KEY = "BAECAwQ_-w";
const asked: [string, object | undefined][] = [];
let key: string | null = KEY;
let subscription: { endpoint: string; unsubscribe: () => Promise<boolean> } | null = null;
let permission = "granted";
const desk = {
  ask: async (path: string, body?: object) => {
    asked.push([path, body]);
    return { key };
  },
};
const registration = {
  pushManager: {
    getSubscription: async () => subscription,
    subscribe: async () => {
      subscription = {
        endpoint: "https://push.example/1",
        unsubscribe: async () => {
          subscription = null;
          return true;
        },
      };
      return subscription;
    },
  },
};
vi.stubGlobal("Notification", {
  get permission() {
    return permission;
  },
  requestPermission: async () => permission,
});
Object.defineProperty(navigator, "serviceWorker", {
  value: { getRegistration: async () => registration, register: async () => registration },
});
const text = () => document.body.textContent ?? "";
const box = () => document.querySelector("input");

async function show(): Promise<void> {
  await act(async () => render(<PushOption desk={desk} />, document.body));
}

async function press(): Promise<void> {
  await act(async () => box()?.click());
}

describe("telling of replies while the page is closed", () => {
  beforeEach(() => {
    render(null, document.body);
    asked.length = 0;
    key = KEY;
    subscription = null;
    permission = "granted";
  });

  it("is not offered where the office has not set it up", async () => {
    key = null;
    await show();

    expect(text()).toBe("");
  });

  it("asks for nothing before somebody wants it, and then tells the desk where", async () => {
    await show();
    expect(asked).toEqual([["/push", {}]]);

    await press();

    await vi.waitFor(() => expect(text()).toContain("通知が出ます"));
    expect(asked.at(-1)).toEqual(["/push", { endpoint: "https://push.example/1" }]);
    expect(box()?.checked).toBe(true);
  });

  it("ends on both sides", async () => {
    await show();
    await press();
    await vi.waitFor(() => expect(text()).toContain("通知が出ます"));
    await vi.waitFor(() => expect(box()?.getAttribute("aria-disabled")).toBe("false"));

    await press();

    await vi.waitFor(() => expect(text()).toContain("通知を止めました"));
    expect(asked.at(-1)).toEqual(["/push", { endpoint: "https://push.example/1", is_wanted: false }]);
    expect(subscription).toBeNull();
  });

  it.each([
    ["denied", "設定で許可してから"],
    ["default", "「許可」をえらんでください"],
  ])("says what to do where the browser says %s", async (answer, words) => {
    permission = answer;
    await show();

    await press();

    await vi.waitFor(() => expect(text()).toContain(words));
    expect(asked).toEqual([["/push", {}]]);
    expect(box()?.checked).toBe(false);
  });

  it("reads the key as browsers take it", () => {
    expect([...bytesOf(KEY)]).toEqual([4, 1, 2, 3, 4, 63, 251]);
  });
});
