// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Mine as Found } from "../../src/shared/api";
import { EMPTY } from "../../src/widget/log";
import Mine from "../../src/widget/mine";

const STANDING = {
  holder: "bot",
  epoch: 0,
  last_seq: 1,
  open: true,
  opens_text: null,
  assistant_ready: true,
  typing: null,
} as const;
const APPOINTMENT = {
  receipt: "YO-1124-01",
  text: "11月25日(水) 10:00〜11:00",
  method: "オンライン",
  page_url: "https://desk.example.jp/appointments/x",
  change_url: "https://desk.example.jp/appointments/x?change=1",
  cancel_url: "https://desk.example.jp/appointments/x?cancel=1",
  calendar_url: "https://desk.example.jp/appointments/x.ics",
};
const MESSAGE = {
  receipt: "OT-1124-01",
  text: "11月24日(火) 10:00",
  state: "お預かりしています（相談員の返事を待っています）",
  question: "犬と住める家は？",
  can_withdraw: true,
};
const said: [string, string | undefined][] = [];

async function show(found: Found | Error, holder: "bot" | "consultant" = "bot"): Promise<void> {
  const desk = {
    log: { ...EMPTY, standing: { ...STANDING, holder } },
    ask: () => (found instanceof Error ? Promise.reject(found) : Promise.resolve(found)),
  } as unknown as Parameters<typeof Mine>[0]["desk"];
  await act(async () =>
    render(<Mine desk={desk} say={(words, choice) => said.push([words, choice])} />, document.body),
  );
  await vi.waitFor(() => expect(text()).not.toContain("読みこんでいます"));
}
const text = () => document.body.textContent ?? "";
const button = (label: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent?.startsWith(label));

describe("one's bookings and messages", () => {
  beforeEach(() => {
    render(null, document.body);
    said.length = 0;
  });

  it("shows an appointment with the ways to change and cancel it", async () => {
    await show({ appointments: [APPOINTMENT], messages: [] });

    expect(text()).toContain("11月25日(水) 10:00〜11:00");
    const links = [...document.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(links).toEqual([
      APPOINTMENT.page_url,
      APPOINTMENT.change_url,
      APPOINTMENT.cancel_url,
      APPOINTMENT.calendar_url,
    ]);
  });

  it("lets a message be withdrawn by words that the desk heeds", async () => {
    await show({ appointments: [], messages: [MESSAGE] });

    button("取り消す")?.click();

    expect(said).toEqual([["伝言を取り消したい", undefined]]);
  });

  it("offers no withdrawal of what was taken up, and no booking while a person answers", async () => {
    await show({ appointments: [], messages: [{ ...MESSAGE, can_withdraw: false }] }, "consultant");

    expect([...document.querySelectorAll("button")]).toEqual([]);
  });

  it("offers to book where there is nothing", async () => {
    await show({ appointments: [], messages: [] });

    button("相談を予約する")?.click();

    expect(text()).toContain("ありません。");
    expect(said).toEqual([["相談を予約する", "book"]]);
  });

  it("says so where it cannot be read", async () => {
    await show(new TypeError("Failed to fetch"));

    expect(text()).toContain("いま読みこめませんでした");
  });
});
