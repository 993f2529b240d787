// @vitest-environment jsdom
import { render } from "preact";
import { describe, expect, it } from "vitest";
import { AttachmentView, sizeText } from "../../src/console/attachment";
import type { Attachment } from "../../src/console/types";

const file: Attachment = {
  kind: "file",
  state: "stored",
  name: "<b>申請書</b>.pdf",
  size: 340_000,
  is_image: false,
};

function shown(known: Attachment | undefined): HTMLElement {
  const place = document.createElement("div");
  render(<AttachmentView id="f_1" known={known} />, place);
  return place;
}

describe("an attachment", () => {
  it("that is a photo is shown, and opens whole", () => {
    const place = shown({ ...file, kind: "image", is_image: true });

    expect(place.querySelector("img")?.getAttribute("src")).toBe("/api/console/attachments/f_1");
    expect(place.querySelector("img")?.getAttribute("alt")).toContain("写真");
  });

  it("that is anything else is a download with its name as text and its size", () => {
    const link = shown(file).querySelector("a");

    expect(link?.hasAttribute("download")).toBe(true);
    expect(link?.textContent).toBe("<b>申請書</b>.pdf をダウンロード（340KB）");
    expect(link?.querySelector("b")).toBeNull();
  });

  it.each(["waiting", "gone", "refused", "failed"] as const)("that is %s is explained", (state) => {
    const place = shown({ ...file, state });

    expect(place.querySelector("a, img")).toBeNull();
    expect(place.textContent).toContain("受け取");
  });

  it("that was taken back is gone", () => {
    expect(shown(undefined).textContent).toContain("消えました");
  });

  it("has a size that people read", () => {
    expect([sizeText(10), sizeText(999_400), sizeText(1_250_000)]).toEqual(["1KB", "999KB", "1.3MB"]);
  });
});
