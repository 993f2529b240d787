// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recall, remember } from "../../src/widget/memory";
import { desk, elapse, tab, words } from "./opened";
import { FakeChannel, FakeLocks } from "./tabs";

describe("a one-time link", () => {
  const CODE = "a-code-of-a-link-0123456789";

  beforeEach(() => history.replaceState(null, "", `/chat#open=${CODE}`));

  it("does nothing by itself but leave the address bar: filters of mails run scripts, too", async () => {
    const client = tab();
    await elapse(60_000);
    expect(location.hash).toBe("");
    expect(client.linkCode).toBe(CODE);
    expect(desk.asked).toEqual([]);
  });

  it("opens its conversation instead of the remembered one once the person says so", async () => {
    history.replaceState(null, "", "/chat");
    tab().stop();
    await elapse(10);
    remember({ token: "elsewhere" });
    desk.links.set(CODE, desk.conversations.keys().next().value ?? "");
    history.replaceState(null, "", `/chat#open=${CODE}`);
    const client = tab();
    client.decide(true);
    await elapse(10);
    expect(words(client.log.messages)).toEqual(["こんにちは"]);
    expect(recall().token).toBe("token-1");
  });

  it("that is not wanted leaves the conversation that is there", async () => {
    const client = tab();
    client.decide(false);
    await elapse(10);
    expect(desk.times("POST /links")).toBe(0);
    expect(words(client.log.messages)).toEqual(["こんにちは"]);
  });

  it("that is used up leaves a conversation and says why", async () => {
    const client = tab();
    client.decide(true);
    await elapse(10);
    expect(client.log.notice).toContain("使用ずみ");
    expect(words(client.log.messages)).toEqual(["こんにちは"]);
  });

  it("is tried again when the net is back", async () => {
    desk.isOff = true;
    const client = tab();
    client.decide(true);
    await elapse(10);
    desk.isOff = false;
    client.tryNow();
    await elapse(10);
    expect(desk.times("POST /links")).toBe(2);
  });
});

describe("several tabs", () => {
  beforeEach(() => {
    vi.stubGlobal("BroadcastChannel", FakeChannel);
    Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
  });
  afterEach(() => {
    FakeChannel.all.clear();
    Reflect.deleteProperty(navigator, "locks");
  });

  it("have one stream, and all show what it brings", async () => {
    const tabs = [tab(), tab(), tab()];
    await elapse(100);
    expect(desk.streams).toBe(1);
    desk.say("お答えします");
    await elapse(10);
    for (const { log } of tabs) expect(words(log.messages)).toEqual(["こんにちは", "お答えします"]);
  });

  it("hand the stream on when its tab is closed", async () => {
    const [first, second] = [tab(), tab()];
    await elapse(100);
    first?.stop();
    await elapse(100);
    expect(desk.streams).toBe(1);
    desk.say("お答えします");
    await elapse(10);
    expect(words(second?.log.messages ?? [])).toContain("お答えします");
  });

  it("that are opened at once begin one conversation", async () => {
    const tabs = [tab(), tab(), tab()];
    await elapse(100);
    expect(desk.times("POST /conversations")).toBe(1);
    for (const { log } of tabs) expect(words(log.messages)).toEqual(["こんにちは"]);
  });

  it("that learn at once that their conversation is gone begin one new one", async () => {
    const tabs = [tab(), tab(), tab()];
    await elapse(100);
    desk.conversations.clear();
    for (const client of tabs) client.tryNow();
    await elapse(5_000);
    for (const client of tabs) client.send("まだいます");
    await elapse(40_000);
    expect(desk.times("POST /conversations")).toBe(2);
    expect(desk.conversations.size).toBe(1);
    for (const { log } of tabs) expect(words(log.messages)).toEqual(words(tabs[0]?.log.messages ?? []));
  });
});
