"""Suggestions while typing, a report about an answer, and the phone's Back, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import Ring

Shot = Callable[[Page, str], object]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (360, "light"), (768, "dark"), (1440, "light")])
def test_a_suggestion_is_chosen_rated_and_reported(
    ring: Ring, browser: Browser, width: int, scheme: str, shot: Shot
) -> None:
    is_phone = width < 480
    context = browser.new_context(
        viewport={"width": width, "height": 720}, color_scheme=scheme, has_touch=is_phone, locale="ja-JP"
    )
    page = context.new_page()
    steps.open_widget(page, ring.base)
    field = page.get_by_test_id("input")
    field.click()
    field.press_sequentially("家賃")
    offered = page.get_by_test_id("suggestions")
    expect(offered.get_by_test_id("suggestion").first).to_contain_text("家賃")
    assert violations(page) == []
    shot(page, f"suggestions-{width}-{scheme}")

    if is_phone:
        offered.get_by_test_id("suggestion").first.tap()
    else:
        field.press("ArrowDown")
        field.press("Enter")
    article = page.get_by_test_id("panel").get_by_role("article")
    expect(article.get_by_role("heading")).to_contain_text("家賃", timeout=10_000)
    expect(offered).to_have_count(0)
    shot(page, f"answer-{width}-{scheme}")

    rating = page.get_by_role("group", name="この回答で解決しましたか？")
    rating.get_by_role("button", name="いいえ").click()
    expect(rating.get_by_label("理由（任意）")).to_be_visible()
    expect(page.get_by_role("group", name="次に知りたいことは？")).to_be_visible()
    page.get_by_test_id("report").click()
    page.get_by_label("どこが違いますか？（任意）").fill("金額が古いです")
    assert violations(page) == []
    shot(page, f"report-{width}-{scheme}")
    article.get_by_test_id("report-send").click()
    expect(page.get_by_text("ありがとうございます。担当者が確かめます。")).to_be_visible()
    context.close()


def test_back_on_a_phone_closes_the_chat_and_a_reload_leaves_it_open(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 720}, has_touch=True, locale="ja-JP")
    page = context.new_page()
    steps.open_widget(page, ring.base)
    address = page.url
    page.reload()
    expect(page.get_by_test_id("message").first).to_be_visible()

    page.go_back()

    expect(page.get_by_test_id("panel")).to_be_hidden()
    expect(page).to_have_url(address)
    page.reload()
    expect(page.get_by_test_id("launcher")).to_be_visible()
    page.get_by_test_id("launcher").click()
    page.get_by_role("button", name="チャットを閉じる").click()
    expect(page.get_by_test_id("panel")).to_be_hidden()
    # Going back takes the browser a moment.
    page.wait_for_function("() => !history.state?.hitohata")
    context.close()


def test_back_on_a_phone_closes_a_dialog_first_and_never_leaves_the_page_dead(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="ja-JP"
    )
    page = context.new_page()
    steps.open_widget(page, ring.base)

    def open_dialog() -> None:
        page.get_by_role("button", name="メニュー").click()
        page.get_by_role("button", name="わたしの予約とメッセージ").click()
        expect(page.get_by_role("dialog", name="わたしの予約とメッセージ")).to_be_visible()

    open_dialog()
    page.go_back()
    expect(page.get_by_role("dialog", name="わたしの予約とメッセージ")).to_have_count(0)
    expect(page.get_by_test_id("panel")).to_be_visible()
    page.go_back()
    expect(page.get_by_test_id("panel")).to_be_hidden()
    page.get_by_test_id("launcher").click()

    # A page may close the chat whatever is open in it.
    open_dialog()
    page.evaluate("document.querySelector('hitohata-chat').close()")
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("input")).to_be_visible()
    expect(page.get_by_role("dialog", name="わたしの予約とメッセージ")).to_have_count(0)
    context.close()


def test_the_first_row_of_a_phone_is_low_and_the_keyboard_goes_after_sending(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True, locale="ja-JP"
    )
    page = context.new_page()
    steps.open_widget(page, ring.base)
    head = page.locator("hitohata-chat .head").bounding_box()
    assert head is not None
    assert head["height"] <= 56

    page.get_by_test_id("input").tap()
    steps.ask(page, "起業の融資はありますか")

    expect(page.get_by_test_id("input")).not_to_be_focused()
    context.close()
