/** Keeps the log up to date: by the stream where it works, by asking every few seconds where it does not. */

import { Backoff, type Pauses } from "./backoff";
import { isUnknownToken } from "./transport";

const POLL_MS = 3_000;
/** Where streams are blocked, one is tried again after so many questions: about every minute. */
const POLLS_PER_TRY = 20;
const MOST_FAILURES = 2;
/** Closed or hidden, with nobody asked: only somebody who answers a message that was left may have written. */
const QUIET_MS = 60_000;

export interface Source {
  /** Take up or begin the conversation, unless that was done. */
  begin: () => Promise<void>;
  /** Read the stream until it ends; `alive` is called whenever it says something. */
  listen: (signal: AbortSignal, alive: () => void) => Promise<void>;
  poll: () => Promise<void>;
  /** Whether anybody can see the chat; a stream for nobody would take a connection from the page. */
  readonly isShown: boolean;
  /** Whether an answer is waited for. */
  readonly isDue: boolean;
  lost: () => void;
  failed: (error: unknown) => void;
}

export class Follower {
  private failures = 0;
  private life: AbortController | undefined;
  private listening = new AbortController();

  constructor(
    private readonly source: Source,
    private readonly pauses: Pauses,
  ) {}

  start(): void {
    if (this.life) return;
    this.life = new AbortController();
    void this.follow(this.life.signal);
  }

  stop(): void {
    this.life?.abort();
    this.life = undefined;
    this.again();
  }

  /** Begin from the beginning now, whatever is being waited for. */
  again(): void {
    this.failures = 0;
    this.listening.abort();
    this.pauses.wake();
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    let polls = 0;
    let wasLost = false;
    while (!signal.aborted) {
      // A cut stream is no failure when it was cut on purpose.
      this.listening = new AbortController();
      const { signal: cut } = this.listening;
      try {
        await this.source.begin();
        if (signal.aborted) return;
        if (!this.source.isShown) {
          await this.source.poll();
          backoff.reset();
          await this.pauses.sleep(this.source.isDue ? POLL_MS : QUIET_MS);
          continue;
        }
        if (this.failures < MOST_FAILURES) {
          await this.source.listen(cut, () => {
            this.failures = 0;
            wasLost = false;
            backoff.reset();
          });
        } else {
          await this.source.poll();
          backoff.reset();
          polls += 1;
          if (polls % POLLS_PER_TRY === 0) this.failures = MOST_FAILURES - 1;
          await this.pauses.sleep(POLL_MS);
          continue;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (isUnknownToken(error)) {
          this.source.lost();
          // Twice in a row is no expired conversation but something else: then not at once again.
          if (!wasLost) {
            wasLost = true;
            continue;
          }
        } else if (cut.aborted) continue;
        else {
          this.failures += 1;
          this.source.failed(error);
        }
      }
      if (signal.aborted) return;
      await this.pauses.sleep(backoff.next());
    }
  }
}
