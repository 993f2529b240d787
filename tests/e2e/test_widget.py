"""What a migrant's browser must do right: Japanese input, no loss, two tabs, hostile pages, access for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import steps
from tests.e2e.ring import Ring


def compose(page: Page, text: str) -> None:
    """Type by an input method: the text is under composition until Enter confirms it."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )


def test_the_enter_that_confirms_kanji_never_sends(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").focus()
    before = page.get_by_test_id("message").count()

    compose(page, "いえをかりたい")
    page.evaluate(
        """() => {
            const field = document.querySelector('hitohata-chat').shadowRoot.querySelector('textarea');
            const enter = (more) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true, composed: true, ...more}));
            field.addEventListener('compositionend', () => { window.confirmed = performance.now(); });
            enter({isComposing: true, keyCode: 229});
            field.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true, composed: true}));
            enter({keyCode: 13});  // Safari's order: after the end of the composition
        }"""
    )
    assert page.get_by_test_id("message").count() == before
    assert page.get_by_test_id("pending").count() == 0

    page.context.new_cdp_session(page).send("Input.insertText", {"text": "家を借りたい"})
    expect(page.get_by_test_id("input")).to_have_value("家を借りたい")
    # So long after the end of a composition (the words that come in end one too) an Enter is the person's own
    # (shared/ime.ts).
    page.wait_for_function("() => performance.now() > window.confirmed + 50")
    page.get_by_test_id("input").press("Enter")
    expect(steps.messages(page, "user")).to_have_count(1)
    expect(steps.messages(page, "user")).to_contain_text("家を借りたい")


def test_shift_enter_makes_a_new_line(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").fill("一行め")
    page.get_by_test_id("input").press("Shift+Enter")

    expect(page.get_by_test_id("input")).to_have_value("一行め\n")


def test_what_was_written_offline_is_sent_once_when_the_net_is_back(
    ring: Ring, page: Page, context: BrowserContext
) -> None:
    steps.open_widget(page, ring.base)
    context.set_offline(True)
    page.get_by_test_id("input").fill("起業の融資はありますか")
    page.get_by_test_id("send").click()
    expect(page.get_by_text("未送信")).to_be_visible()

    context.set_offline(False)

    expect(steps.messages(page, "user")).to_have_count(1, timeout=15_000)
    expect(steps.messages(page, "bot")).to_have_count(2, timeout=10_000)
    expect(page.get_by_test_id("pending")).to_have_count(0)


def test_two_tabs_show_the_same_conversation(ring: Ring, page: Page, context: BrowserContext) -> None:
    steps.open_widget(page, ring.base)
    other = context.new_page()
    steps.open_widget(other, ring.base)

    steps.ask(page, "起業の融資はありますか")

    expect(other.get_by_test_id("message")).to_have_count(3, timeout=5_000)


def test_a_draft_is_kept_over_a_reload(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").fill("書きかけの質問")
    page.reload()

    expect(page.get_by_test_id("input")).to_have_value("書きかけの質問")


def test_who_comes_back_is_greeted_and_may_begin_anew(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.reload()
    expect(page.get_by_text("おかえりなさい。前回の続きから話せます。")).to_be_visible()

    page.locator(".welcome").get_by_role("button", name="新しく始める").click()

    expect(page.get_by_test_id("message")).to_have_count(1)
    expect(page.get_by_text("おかえりなさい")).to_have_count(0)
    page.wait_for_function("() => document.activeElement.tagName === 'HITOHATA-CHAT'")


def test_unread_answers_are_counted_on_the_button(ring: Ring, page: Page, context: BrowserContext) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").fill("起業の融資はありますか")
    page.get_by_test_id("send").click()
    page.keyboard.press("Escape")

    launcher = page.get_by_test_id("launcher")
    expect(launcher).to_have_accessible_name(re.compile("未読 1件"), timeout=10_000)
    expect(launcher).to_contain_text("1")


def test_sound_and_title_are_off_until_asked_for(ring: Ring, page: Page) -> None:
    page.add_init_script(
        "window.chimes = 0; const Known = AudioContext; window.AudioContext = class extends Known { constructor() { super(); window.chimes += 1 } }"
    )
    steps.open_widget(page, ring.base)
    title = page.title()
    steps.ask(page, "起業の融資はありますか")
    page.keyboard.press("Escape")
    assert (page.title(), page.evaluate("window.chimes")) == (title, 0)

    page.get_by_test_id("launcher").click()
    page.get_by_role("button", name="メニュー").click()
    page.get_by_label("お返事を音とページの題名で知らせる").check()
    page.get_by_role("button", name="メニュー").click()
    page.get_by_test_id("input").fill("除雪が心配")
    page.get_by_test_id("send").click()
    page.keyboard.press("Escape")

    expect(page).to_have_title(f"(1) {title}", timeout=10_000)
    page.wait_for_function("() => window.chimes === 1")


def test_the_menu_leaves_its_own_button_free_however_high_the_head_is(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    button = page.get_by_role("button", name="メニュー")
    button.click()
    # The first time its styles come after it.
    menu, head = page.get_by_role("region", name="メニュー"), page.locator("hitohata-chat .head")
    expect(menu.get_by_role("link")).to_be_visible()
    (above, below) = (menu.bounding_box(), head.bounding_box())
    assert above is not None
    assert below is not None
    assert above["y"] - (below["y"] + below["height"]) == pytest.approx(0, abs=2)
    page.get_by_label("とても大きい").check()
    button.click()

    expect(page.get_by_role("region", name="メニュー")).to_be_hidden()


def test_people_choose_their_colours_against_their_device(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_role("button", name="メニュー").click()
    page.get_by_label("暗い", exact=True).check()

    expect(page.get_by_test_id("panel")).to_have_css("background-color", "rgb(51, 51, 51)")


def test_the_conversation_is_saved_as_text(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="メニュー").click()

    with page.expect_download() as saved:
        page.get_by_role("button", name="会話を保存する（テキスト）").click()

    text = saved.value.path().read_text("utf-8")
    assert saved.value.suggested_filename == "小樽移住相談.txt"
    assert "出典：" in text
    assert "11月24日(火)" in text


def test_a_used_link_gets_kind_words_and_leaves_the_address_bar(ring: Ring, page: Page) -> None:
    page.goto(f"{ring.base}/chat#open=this-code-was-never-given-out")
    page.get_by_role("button", name="会話を開く").click()

    expect(page.get_by_text("このリンクは")).to_be_visible(timeout=10_000)
    expect(page.get_by_test_id("message").first).to_be_visible()
    assert "#open" not in page.url


def test_erasing_begins_anew_and_the_server_forgets(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="メニュー").click()
    page.get_by_role("button", name="会話を消す（この端末とサーバー）").click()
    page.get_by_role("button", name="消す", exact=True).click()

    expect(page.get_by_test_id("message")).to_have_count(1, timeout=5_000)
    expect(steps.messages(page, "user")).to_have_count(0)


def test_easy_japanese_shows_readings(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="メニュー").click()
    page.get_by_label("やさしい日本語で見る").check()

    expect(page.locator("ruby rt").first).to_be_visible()


def test_easy_japanese_is_one_tap_away_and_begins_with_the_greeting(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    # Pressed, it is in やさしい日本語 itself as soon as the words of that are there.
    easy = page.get_by_role("button", name=re.compile("やさしい ?(日本語|にほんご)$"))
    easy.click()

    expect(easy).to_have_attribute("aria-pressed", "true")
    expect(steps.messages(page, "bot").first.locator("ruby rt").first).to_be_visible()


def test_what_becomes_of_ones_words_is_told_on_the_first_screen(
    ring: Ring, page: Page, context: BrowserContext
) -> None:
    steps.open_widget(page, ring.base)
    with context.expect_page() as opened:
        page.get_by_role("link", name="個人情報の取り扱い").click()

    expect(opened.value.get_by_role("heading", name="何のために使うか")).to_be_visible()


def test_a_telephone_number_is_asked_about_before_it_is_sent(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").fill("０９０－１２３４－５６７８に電話ください")
    page.get_by_test_id("send").click()

    expect(page.get_by_text("電話番号のようです")).to_be_visible()
    expect(steps.messages(page, "user")).to_have_count(0)


def test_outside_the_panel_escape_closes_and_the_focus_returns(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.keyboard.press("Escape")

    expect(page.get_by_test_id("panel")).to_be_hidden()
    expect(page.get_by_test_id("launcher")).to_be_focused()


def test_pages_ask_no_other_host(ring: Ring, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")

    assert not [url for url in asked if not re.match(rf"{ring.base}/|blob:|data:", url)]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>window.hacked=1</script>",
        "<img src=x onerror=window.hacked=1>",
        "[x](javascript:window.hacked=1)",
        "{{constructor.constructor('window.hacked=1')()}}",
        "<svg onload=window.hacked=1>",
        '"><iframe src=javascript:window.hacked=1>',
    ],
)
def test_what_people_write_never_runs(ring: Ring, page: Page, console: Page, attack: str) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, attack)
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text(steps.CALLING, timeout=10_000)
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    expect(console.locator('[data-author="user"]').first).to_contain_text(attack[:8])

    assert page.evaluate("window.hacked") is None
    assert console.evaluate("window.hacked") is None
