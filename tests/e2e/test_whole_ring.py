"""The main job in real browsers: ask, be answered with a source, get a person, talk, and be answered again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.ring import Ring


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("小樽で家を借りたい", "賃貸"),
        ("起業の融資はありますか", "融資"),
        ("保育園留学って何？", "保育園留学"),
        ("仕事を紹介してほしい", "仕事"),
        ("タイミーで働ける？", "タイミー"),
    ],
)
def test_a_question_gets_the_right_answer_with_source_and_date(
    ring: Ring, page: Page, question: str, title: str
) -> None:
    steps.open_widget(page, ring.base)

    answer = steps.ask(page, question)

    expect(answer.locator("h3")).to_contain_text(title)
    expect(answer.locator("footer a").first).to_have_attribute("href", re.compile("^https://"))
    expect(answer.locator("footer")).to_contain_text(re.compile(r"確認日 2026年11月\d+日\(.\)"))


def test_a_question_outside_migration_is_named_as_such(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)

    answer = steps.ask(page, "ごみの日はいつ")

    expect(answer).to_contain_text("別の窓口")
    expect(answer.locator('a[href="tel:0134324111"]')).to_be_visible()


def test_a_person_takes_over_and_the_bot_is_silent_until_the_return(
    ring: Ring, page: Page, console: Page, shot: object
) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("相談員を呼んでいます")
    shot(page, "widget-queued")

    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    expect(console.locator('[data-author="user"]').first).to_contain_text("起業の融資はありますか")
    console.get_by_test_id("claim").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("佐藤", timeout=3_000)
    steps.reply(console, "こんにちは。佐藤です。どんなお店ですか？")
    expect(steps.messages(page, "consultant").last).to_contain_text("どんなお店ですか", timeout=1_500)
    shot(page, "widget-consultant")

    bot_before = steps.messages(page, "bot").count()
    page.get_by_test_id("input").fill("小さなパン屋です。融資の審査は厳しいですか")
    page.get_by_test_id("send").click()
    expect(console.locator('[data-author="user"]').last).to_contain_text("パン屋", timeout=3_000)
    console.get_by_test_id("note-input").fill("パン屋の開業。計画書から。")
    console.get_by_test_id("note-add").click()
    expect(console.get_by_text("パン屋の開業。計画書から。")).to_be_visible()
    shot(console, "console-case")
    assert steps.messages(page, "bot").count() == bot_before
    expect(page.get_by_text("計画書から")).to_have_count(0)

    console.get_by_test_id("close").click()
    console.get_by_test_id("confirm-return").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("自動応答がお答えします", timeout=3_000)
    answer = steps.ask(page, "融資の限度額はいくら")
    expect(answer).to_have_attribute("data-author", "bot")
    expect(answer.locator("h3")).to_contain_text("融資")


def test_a_reload_shows_the_same_conversation_once(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    before = page.get_by_test_id("message").count()

    steps.open_widget(page, ring.base)

    expect(page.get_by_test_id("message")).to_have_count(before)


def test_times_are_japanese_whatever_the_browsers_zone(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)

    expect(page.locator(".day").first).to_have_text("11月24日(火)（日本時間）")
    expect(page.locator("time").first).to_have_text(re.compile(r"^1\d:\d\d$"))
