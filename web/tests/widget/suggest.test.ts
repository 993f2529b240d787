import { describe, expect, it } from "vitest";
import { type Row, searcher } from "../../src/widget/suggest";

const ROWS: Row[] = [
  [
    "housing/rent_cost",
    "家賃の相場と引っ越しの初期費用",
    "やちんとひっこしのおかね",
    ["やちんはいくらですか", "2LDKの家賃相場"],
  ],
  [
    "housing/public_housing",
    "市営住宅に申し込むには",
    "しえいじゅうたくにもうしこむ",
    ["団地に入りたい", "市営住宅の家賃はいくらですか"],
  ],
  ["life/hospital", "病院・夜間や休日の診療", "びょういん", ["小児科はありますか", "夜に熱が出たら"]],
  ["life/snow_removal", "雪かき・除雪", "ゆきかき", ["屋根の雪下ろしを頼みたい"]],
  [
    "centre/centre_booking",
    "相談の日時を予約する",
    "そうだんのよやく",
    ["明日の10時にオンラインで話せますか"],
  ],
];
const search = searcher(ROWS);
const labels = (typed: string) => search(typed).map(({ label }) => label);

describe("answers that may be meant", () => {
  it.each([
    ["家賃", "housing/rent_cost"],
    ["病", "life/hospital"],
    ["びょうい", "life/hospital"],
    ["ビョウイン", "life/hospital"],
    ["家賃はいくら？", "housing/rent_cost"],
    ["予約したい", "centre/centre_booking"],
    ["団地", "housing/public_housing"],
    ["２ＬＤＫ", "housing/rent_cost"],
    ["屋根の雪を下ろしたい", "life/snow_removal"],
  ])("finds for %s first %s", (typed, label) => {
    expect(labels(typed)[0]).toBe(label);
  });

  it("offers what has the word in its title before what has it in a way of asking", () => {
    expect(labels("家賃")).toEqual(["housing/rent_cost", "housing/public_housing"]);
  });

  it.each(["", "  ", "か", "？", "ありがとうございました", "xyz", "教えてください"])(
    "offers nothing for %j",
    (typed) => {
      expect(labels(typed)).toEqual([]);
    },
  );

  it("finds a title by its words in the reader's language, and by the Japanese ones as before", () => {
    const words: Record<string, string> = {
      "雪かき・除雪": "Snow removal",
      "病院・夜間や休日の診療": "병원·야간과 휴일 진료",
    };
    const read = searcher(ROWS, (title) => words[title] ?? title);
    const first = (typed: string) => read(typed)[0]?.label;

    expect(["Snow rem", "병원", "除雪"].map(first)).toEqual([
      "life/snow_removal",
      "life/hospital",
      "life/snow_removal",
    ]);
    expect(["snow rem", "병원"].map(labels)).toEqual([[], []]);
  });

  it("offers few", () => {
    const many = searcher(Array.from({ length: 30 }, (_, at): Row => [`a/${at}`, `雪の話 ${at}`, "", []]));
    expect(many("雪")).toHaveLength(4);
  });
});
