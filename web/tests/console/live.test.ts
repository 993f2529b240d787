import { afterEach, describe, expect, it, vi } from "vitest";
import { BREATH_MS, coalesced, isDue, POLL_MS, pauseMs, SILENT_MS } from "../../src/console/live";

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
