import { describe, expect, it } from "vitest";
import { joined } from "../../src/console/search";
import { row } from "./samples";

const found = (key: string, page: number, ...ids: string[]) => ({
  key,
  page,
  more: true,
  cases: ids.map((id) => ({ ...row(id), hits: [], hit_count: 0 })),
});
const ids = (result: ReturnType<typeof joined>) => result.cases.map((item) => item.case_id);

describe("results of a search", () => {
  it("go on with the next page of the same question", () => {
    expect(ids(joined(found("犬", 1, "a", "b"), found("犬", 2, "c")))).toEqual(["a", "b", "c"]);
  });

  it("show a case once, although a new hit has moved it to another page", () => {
    expect(ids(joined(found("犬", 1, "a", "b"), found("犬", 2, "b", "c")))).toEqual(["a", "b", "c"]);
  });

  it("begin anew with other words", () => {
    expect(ids(joined(found("犬", 1, "a"), found("猫", 2, "c")))).toEqual(["c"]);
    expect(ids(joined(found("犬", 2, "a"), found("犬", 1, "c")))).toEqual(["c"]);
    expect(ids(joined(undefined, found("犬", 1, "a")))).toEqual(["a"]);
  });
});
