"""The chat's own words follow the language of the talk, chosen in the menu or asked for in words, and are Japanese again after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import patience
from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import Ring

Shot = Callable[..., Path]
PHONE = {"width": 390, "height": 844}
JAPANESE = "知りたいことを書いてください"
# Name in the menu, placeholder, send, ask a person, stop waiting; what asks for it in words.
LANGUAGES = {
    "en": ("English", "Write what you would like to know", "Send", "Ask a person", "Stop waiting", "英語で話したい"),
    "zh-Hans": ("简体中文", "请写下想了解的内容", "发送", "人工咨询", "不再等待", "我想用简体中文"),
    "zh-Hant": ("繁體中文", "請寫下想了解的內容", "傳送", "真人諮詢", "不再等候", "請換成繁體中文"),
    "ko": ("한국어", "궁금한 점을 써 주세요", "보내기", "상담원", "그만 기다리기", "Can we talk in Korean?"),
}
KANA = re.compile(r"[ぁ-んァ-ヶ]")
# What the screen says of itself, outside of what was said in the talk.
OWN = """panel => [...panel.querySelectorAll('.head, .leave, .foot, .sheet, .banner, .day, .sender')].map(e => e.innerText).join('\\n')"""


def own(page: Page) -> str:
    return page.get_by_test_id("panel").evaluate(OWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_screen_are_in_the_language_that_was_chosen(
    ring: Ring, page: Page, shot: Shot, language: str
) -> None:
    name, placeholder, send, person, stop, _ = LANGUAGES[language]
    page.set_viewport_size(PHONE)
    steps.open_widget(page, ring.base)
    field = page.get_by_test_id("input")
    expect(field).to_have_attribute("placeholder", JAPANESE)
    page.get_by_role("button", name="メニュー").click()
    page.get_by_role("button", name="Language").click()
    page.get_by_role("button", name=name, exact=True).click()

    expect(field).to_have_attribute("placeholder", placeholder)
    expect(field).to_have_attribute("lang", language)
    expect(page.get_by_test_id("send")).to_have_text(send)
    expect(page.get_by_test_id("ask-human")).to_have_text(person)
    shot(page, f"own-words-{language}")
    page.get_by_test_id("panel").locator("[aria-controls=hitohata-menu]").click()
    expect(page.locator("#hitohata-menu [lang]").first).to_be_visible()
    assert patience.until(lambda: not KANA.search(own(page)), 5), own(page)
    shot(page, f"own-words-{language}-menu")
    assert violations(page) == []
    page.keyboard.press("Escape")

    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("cancel_wait")).to_have_text(stop)
    assert patience.until(lambda: not KANA.search(own(page)), 5), own(page)
    shot(page, f"own-words-{language}-queue")
    assert violations(page) == []
    page.get_by_test_id("cancel_wait").click()
    expect(page.get_by_test_id("cancel_wait")).to_have_count(0)

    # A reload keeps it, and Japanese comes back when it is asked for.
    page.reload()
    expect(field).to_have_attribute("placeholder", placeholder)
    steps.ask(page, "日本語に戻して")
    expect(field).to_have_attribute("placeholder", JAPANESE)
    expect(field).to_have_attribute("lang", "ja")
    expect(page.get_by_test_id("send")).to_have_text("送信")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_ask_for_a_language_turn_the_screen_to_it(ring: Ring, page: Page, language: str) -> None:
    *_, asked = LANGUAGES[language]
    steps.open_widget(page, ring.base)

    steps.ask(page, asked)

    expect(page.get_by_test_id("input")).to_have_attribute("placeholder", LANGUAGES[language][1])


def test_easy_japanese_is_easy_on_the_buttons_too(ring: Ring, page: Page, shot: Shot) -> None:
    page.set_viewport_size(PHONE)
    steps.open_widget(page, ring.base)
    switch = page.locator(".top button")
    switch.click()

    expect(page.get_by_test_id("send")).to_have_text("おくる")
    expect(page.get_by_test_id("input")).to_have_attribute("placeholder", "しりたいことを かいてください")
    shot(page, "own-words-easy")
    assert violations(page) == []

    switch.click()
    expect(page.get_by_test_id("send")).to_have_text("送信")
