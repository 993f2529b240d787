import { describe, expect, it } from "vitest";
import { detailsOf, filled, labelName, percent, topicName, waitNow, waitText } from "../../src/console/words";

describe("words", () => {
  it.each([
    [0, "1分未満"],
    [12, "12分"],
    [60, "1時間"],
    [65, "1時間5分"],
  ])("%i minutes are %s", (minutes, words) => {
    expect(waitText(minutes)).toBe(words);
  });

  it("lets waiting times go on between two readings, but not while the desk is closed", () => {
    expect(waitNow(3, 0, 59_999, true)).toBe(3);
    expect(waitNow(3, 0, 120_000, true)).toBe(5);
    expect(waitNow(3, 0, 120_000, false)).toBe(3);
    expect(waitNow(3, 120_000, 0, true)).toBe(3);
  });

  it("fills canned replies, every time a name is there, and leaves to be seen what is not known", () => {
    const values = { 相談員名: "佐藤", 次の受付: "11月25日(水) 9:00", 次の営業日: "" };
    expect(filled("{相談員名}・{相談員名}（{次の受付}）", values)).toBe("佐藤・佐藤（11月25日(水) 9:00）");
    expect(filled("{ほか}・{次の営業日}", values)).toBe("{ほか}・{次の営業日}");
  });

  it("shows what was told beside a contact, by the desk's names", () => {
    const contact = { kind: "phone", value: "0134…00", preferred_time: "平日の夕方" };
    expect(detailsOf(contact)).toEqual([["希望の時間帯", "平日の夕方"]]);
  });

  it("leaves alone what a name looks like to a replacement", () => {
    expect(filled("{相談員名}", { 相談員名: "$&" })).toBe("$&");
  });

  it("says how sure the bot was, and is silent when it does not know", () => {
    expect(percent(0.914)).toBe("91%");
    expect(percent(0.999)).toBe("99%");
    expect(percent(1)).toBe("100%");
    expect(percent(null)).toBe("");
  });

  it("names labels by the title of their answer, requests by their own name, others as they are", () => {
    expect(labelName("housing/rent", { "housing/rent": "賃貸の探し方" })).toBe("賃貸の探し方");
    expect(labelName("request_human", {})).toBe("相談員に聞く");
    expect(labelName("new/label", {})).toBe("new/label");
    expect(labelName(null, {})).toBe("―");
    expect(topicName("new")).toBe("new");
  });
});
