"""By keyboard alone: ask, choose, fill the form with an error, correct it, talk with a consultant, leave."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.ring import Ring

MOST_STEPS = 60
# What has the focus, looked for through the shadow root: tag, words, test id, and whether it can be seen.
FOCUSED = """() => {
    const e = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    const box = e.getBoundingClientRect();
    return {
        tag: e.tagName, id: e.dataset?.testid ?? '', name: e.getAttribute('name') ?? '',
        words: (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent ?? '').trim(),
        isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        outline: getComputedStyle(e).outlineStyle,
    };
}"""


def tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press Tab until what is wanted (its words, test id or field name) has the focus; each stop must be seen."""
    passed = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        at = page.evaluate(FOCUSED)
        passed.append(at["words"] or at["tag"])
        assert at["tag"] != "BODY" or passed[-1], "the focus fell to the page"
        if wanted in {at["id"], at["name"]} or at["words"].startswith(wanted):
            assert at["isSeen"], f"{wanted} has the focus out of sight"
            assert at["outline"] != "none", f"{wanted} does not show that it has the focus"
            return
    raise AssertionError(f"no way to {wanted!r} by {key}: {passed}")


def in_chat(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.tagName === 'HITOHATA-CHAT'"))


def write(page: Page, words: str) -> None:
    page.keyboard.insert_text(words)


def test_ask_choose_and_talk_with_a_person(ring: Ring, page: Page, console: Page) -> None:
    page.goto(f"{ring.base}/")
    expect(page.get_by_test_id("launcher")).to_be_visible()
    tab_to(page, "launcher")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("input")).to_be_focused()
    expect(page.get_by_test_id("message").first).to_be_visible()

    write(page, "起業の融資はありますか")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible(timeout=10_000)
    expect(page.get_by_test_id("input")).to_be_focused()

    next_question = page.get_by_role("group", name="次に知りたいことは？").get_by_role("button").first.inner_text()
    tab_to(page, next_question.replace("\n", ""), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(steps.messages(page, "user")).to_have_count(2, timeout=10_000)
    assert in_chat(page)

    tab_to(page, "ask-human", "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=10_000)
    assert in_chat(page)
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    console.get_by_test_id("claim").click()
    steps.reply(console, "佐藤です。")
    expect(steps.messages(page, "consultant").last).to_be_visible(timeout=5_000)

    tab_to(page, "input")
    write(page, "パン屋を開きたいです")
    page.keyboard.press("Enter")
    expect(steps.messages(page, "user").last).to_contain_text("パン屋")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("launcher")).to_be_focused()


def test_fill_the_form_with_an_error_correct_it_and_send(
    closed_ring: Ring, page: Page, shot: Callable[[Page, str], object]
) -> None:
    page.goto(f"{closed_ring.base}/")
    expect(page.get_by_test_id("launcher")).to_be_visible()
    tab_to(page, "launcher")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message").first).to_be_visible()
    tab_to(page, "ask-human", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("form")).to_be_visible(timeout=10_000)
    assert in_chat(page)

    tab_to(page, "question")
    write(page, "犬と住める家をさがしています")
    tab_to(page, "contact_kind")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("メールでも受け取る")).to_be_checked()
    tab_to(page, "form-check")
    page.keyboard.press("Enter")

    contact = page.get_by_label("メールアドレス（必須）")
    expect(contact).to_be_focused()
    expect(contact).to_have_attribute("aria-invalid", "true")
    expect(contact).to_have_accessible_description(
        "例：name@example.jp メールアドレスを「name@example.jp」のように、@ の前後を続けて書いてください。"
    )
    shot(page, "keyboard-error")
    write(page, "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ")
    tab_to(page, "agreed")
    page.keyboard.press("Space")
    tab_to(page, "form-check")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="この内容で送りますか？")).to_be_focused()
    expect(page.get_by_text("taro@example.jp")).to_be_visible()
    tab_to(page, "form-send")
    page.keyboard.press("Enter")
    expect(page.get_by_text("受付番号 OT-1123-").last).to_be_visible(timeout=5_000)
    assert in_chat(page)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("launcher")).to_be_focused()


def test_the_settings_open_change_and_close(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    tab_to(page, "メニュー", "Shift+Tab")
    page.keyboard.press("Enter")
    # It is fetched with the first press.
    expect(page.get_by_role("region", name="メニュー")).to_be_visible()
    tab_to(page, "やさしい日本語で見る")
    page.keyboard.press("Space")
    # It is in やさしい日本語 itself as soon as the words of that are there.
    expect(page.get_by_label(re.compile("^やさしい ?(日本語|にほんご)で ?(見る|みる)$"))).to_be_checked()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="メニュー")).to_be_focused()
    expect(page.get_by_test_id("panel")).to_be_visible()


END = "() => document.activeElement.shadowRoot?.activeElement?.className === 'end'"


def test_a_choice_leads_to_the_end_of_the_log_with_the_next_choices_one_step_back(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    tab_to(page, "住まい", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(steps.messages(page, "bot")).to_have_count(2, timeout=10_000)
    page.wait_for_function(END)
    newest = page.get_by_test_id("choice").last
    expect(newest).to_be_visible()

    page.keyboard.press("Shift+Tab")

    expect(newest).to_be_focused()


def test_a_button_that_goes_away_by_itself_does_not_take_the_focus_along(ring: Ring, page: Page) -> None:
    page.route("**/api/web/**", lambda route: route.abort())
    page.goto(f"{ring.base}/")
    page.get_by_test_id("launcher").click()
    again = page.get_by_role("button", name="もう一度ためす")
    again.focus()

    page.unroute("**/api/web/**")

    expect(again).to_have_count(0, timeout=15_000)
    page.wait_for_function(END)


def test_what_an_answer_is_rated_with_does_not_take_the_focus_along(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "家賃の相場を教えて")
    no = page.get_by_role("group", name="この回答で解決しましたか？").get_by_role("button", name="いいえ")
    no.focus()

    page.keyboard.press("Enter")

    page.wait_for_function(END)
    reason = page.get_by_label("理由（任意）")
    expect(reason).to_be_in_viewport(ratio=1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(reason).to_be_focused()


def test_a_tap_beside_the_settings_closes_them(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_role("button", name="メニュー").click()
    expect(page.get_by_role("region", name="メニュー")).to_be_visible()

    # The menu covers most of the row on a low screen.
    page.get_by_test_id("input").click(position={"x": 8, "y": 8})

    expect(page.get_by_role("region", name="メニュー")).to_have_count(0)
    expect(page.get_by_test_id("input")).to_be_focused()
