/** Waiting between tries: growing pauses with chance in them, and sleeps that good news can end early. */

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Pauses that double up to a limit; the chance keeps a thousand browsers from coming back in step. */
export class Backoff {
  private pause = FIRST_PAUSE_MS;

  constructor(private readonly chance: () => number = Math.random) {}

  next(): number {
    const pause = this.pause;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    return pause * (0.7 + this.chance() * 0.6);
  }

  reset(): void {
    this.pause = FIRST_PAUSE_MS;
  }
}

/** Sleeps that `wake` ends at once: the net is back, or the person asked to try again. */
export class Pauses {
  private readonly sleepers = new Set<() => void>();

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.sleepers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.sleepers.add(end);
    });
  }

  wake(): void {
    for (const end of [...this.sleepers]) end();
  }
}
