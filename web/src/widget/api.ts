/** The desk's web API for one conversation at a time; the contract is in tests/wire/web_*.json. */

import type { ServerEvent } from "../shared/sse";
import type { Message, Standing } from "../shared/types";
import type { Pending } from "./log";
import { call, isUnknownToken, stream } from "./transport";

export interface News {
  messages: Message[];
  state: Standing;
}

export class Api {
  /** Opens the conversation that is on the screen. */
  token: string | undefined;

  constructor(private readonly base: string) {}

  /** Begin a conversation; its token is in use from here on. */
  async begin(): Promise<Message> {
    const begun = await this.ask("POST", "/conversations", {});
    const { token, greeting } = begun as { token: string; greeting: Message };
    this.token = token;
    return greeting;
  }

  /** Open the conversation of a one-time link; its token is in use from here on. */
  async open(code: string): Promise<void> {
    const opened = await this.ask("POST", "/links", { code });
    this.token = (opened as { token: string }).token;
  }

  /** What came after a number; undefined if the conversation was changed meanwhile. */
  async news(after: number, isShown: boolean): Promise<News | undefined> {
    const { token } = this;
    const found = (await this.ask("GET", `/messages?after=${after}${isShown ? "" : "&shown=false"}`)) as News;
    return token === this.token ? found : undefined;
  }

  async post(item: Pending): Promise<void> {
    const body = item.choice ? { choice: item.choice } : { text: item.label };
    await this.ask("POST", "/messages", { client_id: item.clientId, ...body });
  }

  /** Let the desk check a form, or take it where `send` is set; a refusal names the fields. */
  async form(name: string, body: object): Promise<unknown> {
    return this.ask("POST", `/forms/${name}`, body);
  }

  async typing(): Promise<void> {
    await this.ask("POST", "/typing");
  }

  async seen(seq: number): Promise<void> {
    await this.ask("POST", "/seen", { seq });
  }

  async erase(): Promise<void> {
    try {
      await this.ask("DELETE", "/conversation");
    } catch (error) {
      // What the desk does not know any more is erased.
      if (!isUnknownToken(error)) throw error;
    }
  }

  async listen(after: number, signal: AbortSignal, take: (events: ServerEvent[]) => void): Promise<void> {
    const { token } = this;
    await this.current(() =>
      stream(`${this.base}/api/web/events`, token, after, signal, (events) => {
        if (token === this.token) take(events);
      }),
    );
  }

  /** Ask something of the conversation on the screen; parts that are fetched later know what. */
  ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.current(() => call(`${this.base}/api/web${path}`, method, this.token, body));
  }

  /** That an earlier token is unknown says nothing about the one in use now. */
  private async current<T>(work: () => Promise<T>): Promise<T> {
    const { token } = this;
    try {
      return await work();
    } catch (error) {
      if (isUnknownToken(error) && token !== this.token) throw new Error("overtaken");
      throw error;
    }
  }
}
