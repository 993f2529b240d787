/** One conversation with the desk: what is sent, followed and erased; never loses what was written. */

import { Api } from "./api";
import { Pauses } from "./backoff";
import { Beginning, type Conversation } from "./beginning";
import { ASK_PERSON } from "./choices";
import { watchConnectivity } from "./connectivity";
import type { Feedback } from "./feedback";
import { Follower, type Source } from "./follower";
import { randomId } from "./ids";
import type { Log, Pending } from "./log";
import * as logs from "./log";
import { forget, recall, remember, rememberPending } from "./memory";
import { Tabs, takeTurn } from "./one-stream";
import { type Desk, Outbox } from "./outbox";
import { Refusal } from "./transport";

export class Client implements Desk, Source, Conversation {
  log: Log = { ...logs.EMPTY, pending: recall().pending ?? [] };
  isShown = true;
  private readonly tabs = new Tabs();
  private readonly api: Api;
  private unwatch: (() => void) | undefined;
  private owedSeq = 0;
  private readonly beginning: Beginning;
  private readonly pauses = new Pauses();
  private readonly outbox = new Outbox(this, this.pauses);
  private readonly follower = new Follower(this, this.pauses);

  constructor(
    base: string,
    private readonly changed: (log: Log) => void,
  ) {
    this.api = new Api(base);
    this.beginning = new Beginning(this.api, this);
  }

  /** The code of a one-time link that was opened here; nothing begins before the person decides about it. */
  get linkCode(): string | undefined {
    return this.beginning.linkCode;
  }

  start(): void {
    if (this.linkCode) return;
    this.tabs.open((token, events) => {
      if (token === this.api.token) this.update(logs.heard(this.log, events));
    });
    this.unwatch ??= watchConnectivity(this.tryNow, () => this.update(logs.cutOff(this.log)));
    this.follower.start();
  }

  stop(): void {
    this.unwatch?.();
    this.unwatch = undefined;
    this.tabs.close();
    this.follower.stop();
  }

  /** Open the conversation of the link, or leave it alone. */
  decide(isWanted: boolean): void {
    this.beginning.decide(isWanted);
    this.start();
  }

  /** Whether the chat came into sight or left it. */
  show(isShown: boolean): void {
    if (isShown === this.isShown) return;
    this.isShown = isShown;
    this.follower.again();
  }

  get isDue(): boolean {
    const holder = this.log.standing?.holder;
    return logs.isWaiting(this.log) || holder === "queued" || holder === "consultant";
  }

  /** There is reason to believe that it works again: the net is back, or the person asks for it. */
  readonly tryNow = (): void => this.follower.again();

  send(label: string, choice?: string): void {
    // Two taps on the same button are one wish.
    if (choice && this.log.pending.some((item) => item.choice === choice)) return;
    const item: Pending = { clientId: randomId(), label, ...(choice === undefined ? {} : { choice }) };
    this.update(logs.queued(this.log, item));
    this.flush();
  }

  retry(clientId: string): void {
    this.update(logs.again(this.log, clientId));
    this.tryNow();
    this.flush();
  }

  discard(clientId: string): void {
    this.update(logs.dropped(this.log, clientId));
  }

  async form(name: string, body: object): Promise<unknown> {
    const answer = await this.api.form(name, body);
    this.poll().catch(() => undefined);
    return answer;
  }

  /** What a reader says of an answer, in place. */
  readonly feedback: Feedback = {
    rate: (choice) => this.ask("/ratings", { choice }),
    report: (seq, words) => this.ask("/reports", { seq, words }),
  };

  /** What parts that are fetched later ask of the conversation. */
  ask(path: string, body?: object): Promise<unknown> {
    return this.api.ask("POST", path, body);
  }

  /** The screen has shown everything up to a number. */
  readonly seen = (seq: number): void => {
    this.owedSeq = seq;
    this.tellSeen();
  };

  typing(): void {
    this.api.typing().catch(() => undefined);
  }

  async erase(): Promise<void> {
    this.api.token ??= recall().token;
    await this.api.erase();
    this.stop();
    forget();
    this.api.token = undefined;
    this.update(logs.EMPTY);
    this.start();
  }

  /** Leave the old conversation where it is, and begin another one. */
  anew(): void {
    this.stop();
    remember({ token: undefined });
    this.api.token = undefined;
    this.update({ ...logs.EMPTY, pending: this.log.pending });
    this.start();
  }

  update(log: Log): void {
    if (log === this.log) return;
    rememberPending(this.log.pending, log.pending);
    const { standing } = this.log;
    this.log = log;
    this.changed(log);
    // Words on the screen were taken back or changed on LINE: what is read again takes their place.
    if (standing && log.standing && log.standing.changes !== standing.changes)
      this.poll(0).catch(() => undefined);
  }

  begin(): Promise<void> {
    return this.beginning.begin();
  }

  /** Erased or expired: a new conversation follows silently, with the draft and what was not sent. */
  lost(): void {
    // Another tab may have begun the new one already.
    if (recall().token === this.api.token) remember({ token: undefined });
    this.api.token = undefined;
    this.update(logs.anew(this.log, ASK_PERSON));
    this.follower.again();
  }

  failed(error: unknown): void {
    // Before there is a conversation, the desk's own words say best why there is none.
    const words = error instanceof Refusal && !this.api.token ? error.message : undefined;
    this.update(logs.cutOff(this.log, words));
  }

  async post(item: Pending): Promise<void> {
    await this.api.post(item);
    // The stream brings the echo as well; asking shows it at once where streams are slow or blocked.
    this.poll().catch(() => undefined);
  }

  listen(signal: AbortSignal, alive: () => void): Promise<void> {
    const { token } = this.api;
    const listening = () =>
      this.api.listen(logs.lastSeq(this.log), signal, (events) => {
        alive();
        this.update(logs.heard(this.log, events));
        this.tabs.tell(token, events);
      });
    return takeTurn(token, signal, listening, () => this.poll());
  }

  async poll(after = logs.lastSeq(this.log)): Promise<void> {
    const news = await this.api.news(after, this.isShown);
    if (news) this.update(logs.learned(this.log, news));
  }

  /** What could not be told is told when there is a connection again. */
  private tellSeen(): void {
    const seq = this.owedSeq;
    if (seq === 0 || !this.api.token) return;
    this.api
      .seen(seq)
      .then(() => {
        if (this.owedSeq === seq) this.owedSeq = 0;
      })
      .catch(() => undefined);
  }

  flush(): void {
    if (this.api.token) void this.outbox.flush();
    this.tellSeen();
  }
}
