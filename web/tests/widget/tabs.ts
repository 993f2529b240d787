/** Web Locks and broadcasts for tabs of one test: jsdom has neither. */

export class FakeLocks {
  private readonly waiting = new Map<string, Promise<unknown>>();

  request(name: string, ...rest: unknown[]): Promise<unknown> {
    const work = rest.at(-1) as () => Promise<unknown>;
    const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
    const before = this.waiting.get(name) ?? Promise.resolve();
    let isBegun = false;
    const cut = new Promise((_, reject) => {
      signal?.addEventListener("abort", () => !isBegun && reject(new DOMException("cut", "AbortError")));
    });
    const mine = before.then(() => {
      if (signal?.aborted) return undefined;
      isBegun = true;
      return work();
    });
    this.waiting.set(
      name,
      mine.catch(() => undefined),
    );
    return Promise.race([mine, cut]);
  }
}

export class FakeChannel {
  static readonly all = new Set<FakeChannel>();
  onmessage: ((event: { data: unknown }) => void) | undefined;

  constructor(readonly name: string) {
    FakeChannel.all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of FakeChannel.all)
      if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data }));
  }

  close(): void {
    FakeChannel.all.delete(this);
  }
}
