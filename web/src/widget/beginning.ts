/** How a conversation begins: a one-time link first, then the one that this device remembers, else a new one. */

import type { Api } from "./api";
import { ASK_PERSON } from "./choices";
import { takeCode } from "./link";
import type { Log } from "./log";
import * as logs from "./log";
import { recall, remember } from "./memory";
import { alone } from "./one-stream";
import { Refusal } from "./transport";

export interface Conversation {
  readonly log: Log;
  update: (log: Log) => void;
  /** Ask for what is new. */
  poll: () => Promise<void>;
  /** Send what waited for a conversation. */
  flush: () => void;
}

export class Beginning {
  /** The code of a one-time link that was opened here; nothing begins before the person decides about it. */
  linkCode = takeCode();
  /** The code to be used. */
  private code: string | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly api: Api,
    private readonly conversation: Conversation,
  ) {}

  decide(isWanted: boolean): void {
    this.code = isWanted ? this.linkCode : undefined;
    this.linkCode = undefined;
  }

  /** Begin or take up a conversation; whoever asks meanwhile waits for the same. */
  begin(): Promise<void> {
    this.running ??= this.resume().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async resume(): Promise<void> {
    await this.openLink();
    const { token } = recall();
    if (!this.api.token && token) {
      this.api.token = token;
      await this.conversation.poll();
    } else if (!this.api.token) {
      await alone("begin", () => this.beginOnce());
    }
    this.conversation.flush();
  }

  /** Begin a conversation, unless another tab has done so meanwhile. */
  private async beginOnce(): Promise<void> {
    const { token } = recall();
    if (token) {
      this.api.token = token;
      return this.conversation.poll();
    }
    const greeting = await this.api.begin();
    remember({ token: this.api.token, readSeq: 0 });
    this.update(logs.received(logs.connected(this.log), [greeting]));
  }

  /** A one-time link goes before what this device remembers; a useless one leaves that as it is. */
  private async openLink(): Promise<void> {
    const { code } = this;
    if (!code) return;
    this.code = undefined;
    try {
      await this.api.open(code);
      remember({ token: this.api.token, readSeq: 0 });
      this.update(logs.anew(this.log, ASK_PERSON));
      await this.conversation.poll();
    } catch (error) {
      if (!(error instanceof Refusal) || error.isPassing) {
        // It could not be asked for now: the next try has it.
        this.code = code;
        throw error;
      }
      this.update({ ...this.log, notice: error.message });
    }
  }

  private get log(): Log {
    return this.conversation.log;
  }

  private update(log: Log): void {
    this.conversation.update(log);
  }
}
