"""The widget in pages that are nobody's friend: the chat must look and work the same, and leave them alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.city import City
from tests.e2e.ring import Ring

HEADING = "<h1>くらしの情報</h1><p>本文です。</p>"
STYLES = """<style>
* { all: unset !important; box-sizing: content-box !important; color: red !important; position: static !important;
    float: left !important; font: 40px serif !important; line-height: 0 !important; z-index: 99999999999 !important; }
button, section, form, textarea { display: none !important; visibility: hidden !important; }
div { opacity: 0 !important; transform: rotate(20deg) !important; pointer-events: none !important; }
hitohata-chat { display: none !important; position: absolute !important; left: -9999px !important; }
body { overflow: hidden; zoom: 0.5 }
</style>"""
OLD_SCRIPTS = """<script>
window.$ = window.jQuery = function () { return this; };
$.fn = { jquery: '1.4.2' };
window.h = window.render = window.options = window.App = 1;
Array.prototype.contains = function () { return true; };
Array.prototype.remove = function () { this.length = 0; };
String.prototype.trimAll = function () { return ''; };
Object.defineProperty(Object.prototype, 'extend', { value: function () {}, enumerable: false });
Element.prototype.show = function () { return 'page'; };
window.onerror = function (m) { document.documentElement.dataset.error = m; };
document.onkeydown = document.onkeypress = function (e) { return !(e && e.keyCode === 13 && e.target === document.body); };
</script>"""


def tag(ring: Ring, attributes: str = "") -> str:
    return f'<script defer src="{ring.base}/widget.js" {attributes}></script>'


def works(page: Page) -> None:
    """Open the chat and get an answer."""
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("message").first).to_be_visible()
    answer = steps.ask(page, "起業の融資はありますか")
    expect(answer.locator("h3")).to_be_visible()


@pytest.mark.parametrize("trouble", [STYLES, OLD_SCRIPTS], ids=["styles", "scripts"])
def test_a_hostile_page_changes_nothing(
    ring: Ring, city: City, page: Page, trouble: str, shot: Callable[[Page, str], object]
) -> None:
    page.goto(city.page("/hostile", HEADING, trouble + tag(ring)))

    works(page)

    panel = page.get_by_test_id("panel")
    box = panel.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(400, abs=2)
    expect(panel).to_have_css("color", "rgb(26, 26, 26)")
    assert page.evaluate("document.documentElement.dataset.error") is None
    shot(page, f"hostile-{'styles' if trouble == STYLES else 'scripts'}")


@pytest.mark.parametrize(
    ("lang", "label", "name"),
    [
        ("en-US", "Moving here: ask us", "Moving here: ask us Open the chat"),
        ("zh-TW", "移居諮詢", "移居諮詢 開啟聊天"),
        ("fr", "移住の相談", "移住の相談 チャットを開く"),
    ],
)
def test_the_button_speaks_the_language_of_the_page(
    ring: Ring, city: City, page: Page, lang: str, label: str, name: str
) -> None:
    address = city.page(f"/{lang}", "<h1>Living here</h1>", tag(ring))
    html, headers = city.pages[f"/{lang}"]
    city.pages[f"/{lang}"] = (html.replace("<html lang=ja>", f"<html lang={lang}>"), headers)
    page.goto(address)

    button = page.get_by_test_id("launcher")
    expect(button).to_have_text(label)
    expect(button).to_have_accessible_name(name)
    works(page)


def test_a_strict_policy_needs_the_desk_and_nothing_else(ring: Ring, city: City, page: Page) -> None:
    policy = f"default-src 'none'; script-src {ring.base}; connect-src {ring.base}"
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    page.goto(city.page("/strict", HEADING, tag(ring), content_security_policy=policy))

    works(page)

    assert [words for words in broken if "favicon" not in words and "404" not in words] == []


def test_a_base_address_of_the_page_is_not_the_widgets(ring: Ring, city: City, page: Page) -> None:
    head = f'<base href="https://base.invalid/else/">{tag(ring)}'
    page.goto(city.page("/base", HEADING, head))

    works(page)


def test_two_script_tags_make_one_chat(ring: Ring, city: City, page: Page) -> None:
    page.goto(city.page("/twice", HEADING, tag(ring) + tag(ring)))

    expect(page.locator("hitohata-chat")).to_have_count(1)
    works(page)


def test_in_a_frame_it_works_as_well(ring: Ring, city: City, page: Page) -> None:
    inner = city.page("/inner", HEADING, tag(ring))
    page.goto(city.page("/outer", f'<iframe src="{inner}" width=900 height=700></iframe>'))
    frame = page.frame_locator("iframe")

    frame.get_by_test_id("launcher").click()

    expect(frame.get_by_test_id("message").first).to_be_visible()


def test_the_page_may_set_words_side_and_colour(ring: Ring, city: City, page: Page) -> None:
    style = "<style>hitohata-chat { --hitohata-primary: #115a36; --hitohata-bottom: 80px }</style>"
    attributes = 'data-title="移住のまど" data-label="聞いてみる" data-position="left"'
    page.goto(city.page("/options", HEADING, style + tag(ring, attributes)))

    launcher = page.get_by_test_id("launcher")
    expect(launcher).to_have_text("聞いてみる")
    box = launcher.bounding_box()
    assert box is not None
    assert box["x"] < 40
    assert box["y"] + box["height"] < 800 - 79
    launcher.click()
    expect(page.get_by_role("heading", name="移住のまど")).to_be_visible()
    expect(page.locator("hitohata-chat .head")).to_have_css("background-color", "rgb(17, 90, 54)")


def test_the_button_is_put_away_for_the_visit_and_a_page_can_still_open_the_chat(
    ring: Ring, city: City, page: Page
) -> None:
    address = city.page("/away", HEADING + "<button id=own>相談</button>", tag(ring))
    page.goto(address)
    page.get_by_role("button", name="この訪問のあいだ、相談ボタンをしまう").click()
    expect(page.get_by_test_id("launcher")).to_be_hidden()
    page.goto(address)
    expect(page.get_by_test_id("launcher")).to_be_hidden()

    page.locator("#own").focus()
    page.evaluate("document.querySelector('hitohata-chat').open()")
    expect(page.get_by_test_id("message").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#own")).to_be_focused()


def test_a_chat_that_comes_late_leaves_the_focus_where_somebody_types(ring: Ring, city: City, page: Page) -> None:
    page.goto(city.page("/search", HEADING + "<input aria-label=サイト内検索 autofocus>", tag(ring)))
    search = page.get_by_role("textbox", name="サイト内検索")
    expect(search).to_be_focused()
    page.evaluate("document.querySelector('hitohata-chat').open()")
    expect(page.get_by_test_id("message").first).to_be_visible()
    expect(search).to_be_focused()

    page.reload()
    expect(page.get_by_test_id("message").first).to_be_visible()
    page.keyboard.type("ごみ")
    expect(search).to_have_value("ごみ")


def test_the_button_never_covers_what_has_the_focus(ring: Ring, city: City, page: Page) -> None:
    link = '<a href="#" style="position:fixed;right:40px;bottom:24px">お問い合わせ</a>'
    page.goto(city.page("/footer", HEADING + "<a href='#x'>先頭</a>" + link, tag(ring)))
    launcher = page.get_by_test_id("launcher")
    expect(launcher).to_be_in_viewport()

    page.get_by_role("link", name="お問い合わせ").focus()
    expect(launcher).not_to_be_in_viewport()

    launcher.focus()
    expect(launcher).to_be_in_viewport()


def test_it_is_not_printed_with_the_page(ring: Ring, city: City, page: Page) -> None:
    page.goto(city.page("/print", HEADING, tag(ring)))
    expect(page.get_by_test_id("launcher")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.get_by_test_id("launcher")).to_be_hidden()


def test_the_pages_title_is_left_alone(ring: Ring, city: City, page: Page) -> None:
    page.goto(city.page("/title", HEADING, tag(ring)))
    works(page)
    page.keyboard.press("Escape")

    assert page.title() == "市のページ"


def test_nothing_is_asked_of_any_other_host(ring: Ring, city: City, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(city.page("/hosts", HEADING, tag(ring)))
    works(page)

    ours = rf"({ring.base}|{city.address})/|blob:|data:"
    assert [url for url in asked if not re.match(ours, url)] == []


def test_without_scripts_the_chat_page_says_where_to_ask(
    ring: Ring, page: Page, shot: Callable[[Page, str], object]
) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    plain = context.new_page()
    plain.goto(f"{ring.base}/chat")

    expect(plain.get_by_text("0134-32-4111")).to_be_visible()
    expect(plain.get_by_text("ひと旗」サポートセンター")).to_be_visible()
    expect(plain.get_by_text("月〜金曜 9:00〜12:00、13:00〜17:30")).to_be_visible()
    shot(plain, "chat-without-scripts")
    context.close()
