/** A desk, and tabs that are opened on it; importing this sets both up around each test of the file. */
import { afterEach, beforeEach, vi } from "vitest";
import type { Message } from "../../src/shared/types";
import { Client } from "../../src/widget/client";
import { FakeDesk } from "./desk";

export const words = (messages: Message[]) =>
  messages.map((message) => (message.parts[0]?.type === "text" ? message.parts[0].text : ""));

export let desk: FakeDesk;
let clients: Client[];
/** Another tab, or the page after a reload: what is in the storage is all that is shared. */
export const tab = () => {
  const client = new Client("https://desk.example", () => undefined);
  clients.push(client);
  client.start();
  return client;
};
export const elapse = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  desk = new FakeDesk();
  clients = [];
  vi.stubGlobal("fetch", desk.fetch);
});
afterEach(() => {
  for (const client of clients) client.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
