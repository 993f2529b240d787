import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  BREATH_MS,
  coalesced,
  isDue,
  listen,
  POLL_MS,
  PROBE_MS,
  pauseMs,
  SILENT_MS,
} from "../../src/console/live";
import type { Changes } from "../../src/console/types";

describe("asking again", () => {
  it("happens every few seconds while nothing streams", () => {
    expect(isDue(POLL_MS - 1, 0, 0, false)).toBe(false);
    expect(isDue(POLL_MS, 0, 0, false)).toBe(true);
  });

  it("is rare while a stream is heard", () => {
    expect(isDue(POLL_MS, 0, 0, true)).toBe(false);
    expect(isDue(15_000, 0, 14_000, true)).toBe(true);
  });

  it("happens as well when an open stream says nothing, as behind a proxy that keeps it back", () => {
    expect(isDue(SILENT_MS, SILENT_MS - POLL_MS, 0, true)).toBe(true);
  });
});

describe("a refused stream", () => {
  it("is tried again with longer and longer pauses, up to a minute", () => {
    expect([0, 1, 2, 9].map(pauseMs)).toEqual([5_000, 10_000, 20_000, 60_000]);
  });
});

describe("a network that holds the stream back", () => {
  let streams: FakeStream[] = [];
  class FakeStream {
    static readonly OPEN = 1;
    static readonly CLOSED = 2;
    readyState = 0;
    onopen: () => void = () => undefined;
    onerror: () => void = () => undefined;
    heard = new Map<string, (event: { data: string }) => void>();
    constructor() {
      streams.push(this);
    }
    addEventListener(name: string, take: (event: { data: string }) => void) {
      this.heard.set(name, take);
    }
    close() {}
  }
  const news = { reload: vi.fn(), message: vi.fn(), note: vi.fn() };
  let answer: (changes: Changes) => void = () => undefined;
  const changes = vi.fn((_: string) => new Promise<Changes>((done) => (answer = done)));
  const listening = () => listen({ ...news, changes });

  beforeEach(() => {
    streams = [];
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", FakeStream);
    vi.stubGlobal("addEventListener", () => undefined);
    vi.stubGlobal("removeEventListener", () => undefined);
    vi.stubGlobal("document", {
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      visibilityState: "visible",
    });
    for (const one of [news.reload, news.message, news.note, changes]) one.mockClear();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is asked instead, from the mark of the last answer on", async () => {
    const stop = listening();
    await vi.advanceTimersByTimeAsync(PROBE_MS);
    expect(changes).toHaveBeenLastCalledWith("");
    const message = { case_id: "a", message: { seq: 1 } };
    answer({ next: "b.2", events: [{ event: "message", data: message }] });
    await vi.advanceTimersByTimeAsync(0);
    expect(news.message).toHaveBeenCalledWith("a", { seq: 1 });
    expect(changes).toHaveBeenLastCalledWith("b.2");
    stop();
  });

  it("is asked no more once the stream comes through", async () => {
    const stop = listening();
    await vi.advanceTimersByTimeAsync(PROBE_MS);
    streams[0]?.heard.get("ping")?.({ data: "{}" });
    answer({ next: "b.2", events: [{ event: "cases", data: {} }] });
    await vi.advanceTimersByTimeAsync(PROBE_MS * 5);
    expect(changes).toHaveBeenCalledOnce();
    stop();
  });

  it("is not asked while the stream speaks at once", async () => {
    const stop = listening();
    streams[0]?.heard.get("ping")?.({ data: "{}" });
    await vi.advanceTimersByTimeAsync(PROBE_MS * 5);
    expect(changes).not.toHaveBeenCalled();
    stop();
  });

  it("is asked again after a breath when it cannot be reached", async () => {
    changes.mockImplementationOnce(async () => {
      throw new Error("offline");
    });
    const stop = listening();
    await vi.advanceTimersByTimeAsync(PROBE_MS + POLL_MS);
    expect(changes).toHaveBeenCalledTimes(2);
    stop();
  });
});

describe("coalesced work", () => {
  afterEach(() => void vi.useRealTimers());

  it("runs once at a time, and once more, after a breath, for all calls that came meanwhile", async () => {
    vi.useFakeTimers();
    let runs = 0;
    let release: () => void = () => undefined;
    const work = coalesced(
      () =>
        new Promise<void>((done) => {
          runs++;
          release = done;
        }),
    );
    const first = work();
    void work();
    void work();
    expect(runs).toBe(1);
    release();
    await vi.advanceTimersByTimeAsync(BREATH_MS - 1);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
    release();
    await first;
    expect(runs).toBe(2);
  });

  it("goes on after a failure", async () => {
    let runs = 0;
    const work = coalesced(async () => {
      runs++;
      throw new Error("no");
    });
    await expect(work()).rejects.toThrow("no");
    await expect(work()).rejects.toThrow("no");
    expect(runs).toBe(2);
  });
});
