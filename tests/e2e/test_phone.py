"""The chat on a phone: what its keyboard covers, what lies behind, and where the view stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import patience
from tests.e2e import steps
from tests.e2e.ring import Ring

WIDTH, HEIGHT = 390, 844
# What iOS and Chrome leave of the screen under a keyboard, and how far they pushed the page up for it.
LEFT, PUSHED = 430, 90
# A browser without a screen has no keyboard: this stands in for what the real ones tell.
VIEW = f"""
const view = Object.assign(new EventTarget(), {{ width: {WIDTH}, height: {HEIGHT}, offsetTop: 0, offsetLeft: 0, scale: 1 }});
Object.defineProperty(window, 'visualViewport', {{ value: view }});
window.keyboard = (height, offsetTop) => {{ Object.assign(view, {{ height, offsetTop }}); view.dispatchEvent(new Event('resize')); }};
"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, locale="ja-JP"
    )
    page = context.new_page()
    page.add_init_script(VIEW)
    yield page
    context.close()


def inside(part: Locator, top: float, bottom: float) -> bool:
    box = part.bounding_box()
    return box is not None and box["y"] >= top - 1 and box["y"] + box["height"] <= bottom + 1


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_a_keyboard_leaves_the_field_and_the_newest_words_in_sight(
    ring: Ring, phone: Page, path: str, shot: Callable[[Page, str], object]
) -> None:
    phone.goto(ring.base + path)
    if path == "/":
        phone.get_by_test_id("launcher").click()
    expect(phone.get_by_test_id("message").first).to_be_visible()
    steps.ask(phone, "住まいについて教えてください")
    newest = phone.get_by_test_id("choice").last
    expect(newest).to_be_visible()
    newest.scroll_into_view_if_needed()

    phone.evaluate(f"keyboard({LEFT}, {PUSHED})")

    panel = phone.get_by_test_id("panel")
    expect(panel).to_have_css("height", f"{LEFT}px")
    for part in (panel, phone.get_by_test_id("input"), phone.get_by_test_id("ask-human")):
        assert patience.until(lambda part=part: inside(part, PUSHED, PUSHED + LEFT), 5)
    field = phone.get_by_test_id("input").bounding_box()
    assert field is not None
    phone.wait_for_function(
        "([e, bottom]) => e.getBoundingClientRect().bottom <= bottom",
        arg=[newest.element_handle(), field["y"]],
    )
    shot(phone, f"keyboard-{'chat' if path == '/chat' else 'widget'}")

    phone.evaluate(f"keyboard({HEIGHT}, 0)")
    expect(panel).to_have_css("height", f"{HEIGHT}px")
    assert patience.until(lambda: inside(newest, 0, HEIGHT), 5)


def test_who_reads_back_stays_there_when_the_keyboard_comes(ring: Ring, phone: Page) -> None:
    steps.open_widget(phone, ring.base)
    steps.ask(phone, "起業の融資はありますか")
    expect(phone.get_by_test_id("choice").first).to_be_attached()
    log = phone.get_by_role("log")
    log.evaluate("e => { e.scrollTop = 40 }")
    phone.wait_for_function("e => e.scrollTop === 40", arg=log.element_handle())

    phone.evaluate(f"keyboard({LEFT}, 0)")

    expect(phone.get_by_test_id("panel")).to_have_css("height", f"{LEFT}px")
    assert log.evaluate("e => e.scrollTop") == 40


def test_enlarged_by_two_fingers_nothing_is_moved(ring: Ring, phone: Page) -> None:
    steps.open_widget(phone, ring.base)

    phone.evaluate("visualViewport.scale = 2")
    phone.evaluate(f"keyboard({LEFT}, 50)")

    expect(phone.get_by_test_id("panel")).to_have_css("height", f"{HEIGHT}px")


def test_the_page_behind_does_not_scroll_and_does_again_after(ring: Ring, phone: Page) -> None:
    phone.goto(f"{ring.base}/")
    phone.evaluate("document.documentElement.style.overflow = 'scroll'")
    phone.get_by_test_id("launcher").click()
    expect(phone.get_by_test_id("message").first).to_be_visible()
    behind = phone.locator("html")
    expect(behind).to_have_css("overflow", "hidden")

    phone.get_by_role("button", name="チャットを閉じる").click()

    expect(phone.get_by_test_id("panel")).to_be_hidden()
    expect(behind).to_have_css("overflow", "scroll")


def test_times_are_called_japanese_only_where_clocks_show_another_time(
    ring: Ring, browser: Browser, page: Page
) -> None:
    steps.open_widget(page, ring.base)
    expect(page.locator("hitohata-chat .day")).to_have_text("11月24日(火)（日本時間）")

    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    home = context.new_page()
    steps.open_widget(home, ring.base)
    expect(home.locator("hitohata-chat .day")).to_have_text("11月24日(火)")
    context.close()


def test_each_dialog_of_the_menu_says_what_it_is(ring: Ring, phone: Page, shot: Callable[[Page, str], object]) -> None:
    """The title of the chat gives way on a phone; those of what lies over it do not."""
    steps.open_widget(phone, ring.base)
    steps.ask(phone, "住まい")
    for button, title in (
        ("わたしの予約とメッセージ", "わたしの予約とメッセージ"),
        ("会話をメールで受け取る", "会話をメールで受け取る"),
        ("会話を消す（この端末とサーバー）", "会話を消しますか？"),
    ):
        phone.get_by_role("button", name="メニュー").click()
        phone.get_by_role("button", name=button).click()
        heading = phone.get_by_role("heading", name=title, exact=True)
        expect(heading).to_be_visible()
        expect(heading).to_have_css("clip-path", "none")
        expect(heading).to_have_css("position", "static")
        shot(phone, f"dialog-{title[:2]}")
        phone.keyboard.press("Escape")


def test_the_talk_goes_on_elsewhere_by_a_link_where_no_camera_sees_the_screen(
    ring: Ring, phone: Page, shot: Callable[[Page, str], object]
) -> None:
    phone.goto(f"{ring.base}/chat")
    expect(phone.get_by_test_id("message").first).to_be_visible()
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])

    phone.get_by_role("button", name="メニュー").click()
    phone.get_by_role("button", name="ほかの端末で続ける").click()
    dialog = phone.get_by_role("dialog", name="ほかの端末で続ける")
    dialog.get_by_role("button", name="リンクをコピー").click()

    expect(dialog.get_by_role("status")).to_contain_text("コピーしました")
    expect(dialog.get_by_role("img")).to_have_count(0)
    shot(phone, "continue-elsewhere-phone")
    address = phone.evaluate("navigator.clipboard.readText()")
    assert address.startswith(f"{ring.base}/chat#")
    assert address in dialog.inner_text()
