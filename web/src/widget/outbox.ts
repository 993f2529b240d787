/** Sends what is pending, one after the other and in order, until the desk has it or refuses it. */

import { Backoff, type Pauses } from "./backoff";
import type { Log, Pending } from "./log";
import * as logs from "./log";
import { isUnknownToken, Refusal } from "./transport";

const UNSENT = "未送信";

export interface Desk {
  readonly log: Log;
  update: (log: Log) => void;
  post: (item: Pending) => Promise<void>;
  /** Something did not get through. */
  failed: (error: unknown) => void;
  /** The conversation is unknown there; a new one begins and flushes again. */
  lost: () => void;
}

export class Outbox {
  private isBusy = false;

  constructor(
    private readonly desk: Desk,
    private readonly pauses: Pauses,
  ) {}

  async flush(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    const backoff = new Backoff();
    try {
      for (let item = this.next(); item; item = this.next()) {
        try {
          await this.desk.post(item);
          this.mark(item, { sent: true });
          backoff.reset();
        } catch (error) {
          if (isUnknownToken(error)) {
            this.desk.lost();
            return;
          }
          await this.failed(item, error, backoff);
        }
      }
    } finally {
      this.isBusy = false;
    }
  }

  private async failed(item: Pending, error: unknown, backoff: Backoff): Promise<void> {
    if (error instanceof Refusal && !error.isPassing) {
      this.mark(item, { refused: error.message });
      return;
    }
    if (!(error instanceof Refusal)) this.desk.failed(error);
    // No answer says nothing about what arrived: the same id goes again, and the desk takes it once.
    this.mark(item, { failed: error instanceof Refusal ? error.message : UNSENT });
    await this.pauses.sleep(Math.max(backoff.next(), error instanceof Refusal ? error.waitMs : 0));
  }

  private next(): Pending | undefined {
    return logs.nextToSend(this.desk.log);
  }

  private mark(item: Pending, change: Partial<Pending>): void {
    this.desk.update(logs.marked(this.desk.log, item.clientId, change));
  }
}
