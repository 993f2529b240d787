import { describe, expect, it } from "vitest";
import leaveMessage from "../../../tests/wire/web_form_leave_message.json";
import bot from "../../../tests/wire/web_message_bot.json";
import form from "../../../tests/wire/web_message_form.json";
import system from "../../../tests/wire/web_message_system.json";
import user from "../../../tests/wire/web_message_user.json";
import type { Message } from "../../src/shared/types";
import { empty } from "../../src/widget/left-message";
import { EMPTY, received } from "../../src/widget/log";

// What the widget has code for; a part or an author that it does not know would be shown as nothing.
const PARTS = ["text", "answer", "contact", "form", "choices", "notice"];
const AUTHORS = ["user", "bot", "consultant", "system"];

describe("samples of what the desk and the widget tell each other", () => {
  it.each([bot, system, user, form])("message $seq is taken in its place", (sample) => {
    expect(AUTHORS).toContain(sample.author);
    for (const part of sample.parts) expect(PARTS).toContain(part.type);
    const message = sample as unknown as Message;
    const log = received({ ...EMPTY, pending: [{ clientId: user.client_id, label: "…" }] }, [message]);
    expect(log.messages).toEqual([message]);
    expect(log.pending).toHaveLength(sample === user ? 0 : 1);
  });

  it("the form is sent with these fields", () => {
    const sent = { ...empty(""), client_id: "0", send: true };
    expect(Object.keys(sent).sort()).toEqual(Object.keys(leaveMessage).sort());
    for (const [name, value] of Object.entries(leaveMessage))
      expect(typeof sent[name as keyof typeof sent]).toBe(typeof value);
  });
});
