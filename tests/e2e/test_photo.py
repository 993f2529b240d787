"""A photo for the consultant: all of it is seen before it is sent, and it outlives a talk that ends meanwhile."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.ring import Ring


def talk_to_a_consultant(ring: Ring, page: Page, console: Page) -> None:
    """Until a photo can be sent, on a phone."""
    steps.log_in(console, ring.base)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{ring.base}/chat")
    expect(page.get_by_test_id("message").first).to_be_visible()
    steps.call_a_person(page, page.get_by_text("相談員を呼んでいます").first)
    steps.open_newest_case(console)
    console.get_by_test_id("claim").click()
    expect(page.get_by_test_id("photo")).to_be_visible(timeout=15_000)


def chosen(page: Page, size: tuple[int, int]) -> None:
    kept = io.BytesIO()
    Image.new("RGB", size, "navy").save(kept, "PNG")
    file = {"name": "photo.png", "mimeType": "image/png", "buffer": kept.getvalue()}
    page.get_by_test_id("photo-file").set_input_files(file)
    expect(page.get_by_alt_text("送る写真")).to_be_visible()


@pytest.mark.parametrize("size", [(4_000, 300), (300, 4_000)], ids=["broad", "tall"])
def test_all_of_a_chosen_photo_is_seen_and_it_outlives_the_talk(
    ring: Ring, page: Page, console: Page, size: tuple[int, int]
) -> None:
    talk_to_a_consultant(ring, page, console)
    chosen(page, size)

    box = page.get_by_alt_text("送る写真").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["height"] <= 740 / 2
    assert box["width"] / box["height"] == pytest.approx(size[0] / size[1], rel=0.2)

    console.get_by_test_id("close").click()
    console.get_by_role("button", name="自動応答に任せて終える").click()
    expect(page.get_by_text("この写真は送っていません")).to_be_visible(timeout=15_000)
    expect(page.get_by_alt_text("送る写真")).to_be_visible()
    expect(page.get_by_test_id("photo-send")).to_be_disabled()

    page.get_by_role("button", name="やめる", exact=True).click()
    expect(page.get_by_alt_text("送る写真")).to_be_hidden()
    expect(page.get_by_test_id("photo")).to_be_hidden()


def test_a_chosen_photo_outlives_a_reload_and_its_sender_sees_what_was_sent(
    ring: Ring, page: Page, console: Page
) -> None:
    talk_to_a_consultant(ring, page, console)
    chosen(page, (4_000, 300))

    page.reload()
    expect(page.get_by_alt_text("送る写真")).to_be_visible()
    expect(page.get_by_text("この写真は送っていません")).to_be_hidden()
    page.get_by_test_id("photo-send").click()

    picture = page.get_by_alt_text("送った写真")
    expect(picture).to_be_visible(timeout=15_000)
    expect(page.get_by_alt_text("送る写真")).to_be_hidden()
    box = picture.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360
    # The desk shows it to consultants only: another visit of the page has words.
    page.reload()
    expect(page.get_by_text("（写真が送られました）")).to_be_visible()
    expect(picture).to_be_hidden()
