"""Waiting for a consultant, as the migrant sees it: the place, the apologies, a way out, and how the talk was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.ring import Ring

Shot = Callable[[Page, str], object]


def let_time_pass(ring: Ring, timer: str) -> None:
    """Make the timers of a kind due now: nobody waits ten minutes in a test."""
    path = f"{ring.environment['HITOHATA_DATA_DIR']}/desk.db"
    with closing(sqlite3.connect(path, timeout=10)) as database, database:
        database.execute("UPDATE timers SET due_at = '2026-01-01 00:00:00.000000' WHERE kind = ?", (timer,))


def call_a_person(page: Page, ring: Ring) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=10_000)


@pytest.mark.parametrize("width", [320, 1280])
def test_who_waits_gets_apologies_and_may_leave_a_message(ring: Ring, browser: Browser, width: int, shot: Shot) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="ja-JP")
    page = context.new_page()
    call_a_person(page, ring)
    let_time_pass(ring, "apologise")
    expect(page.get_by_text("3分ほどお待たせしています。申し訳ありません。")).to_be_visible(timeout=30_000)
    shot(page, f"waiting-3-{width}")
    let_time_pass(ring, "offer_message")
    expect(page.get_by_text("10分ほどお待たせしています。申し訳ありません。")).to_be_visible(timeout=30_000)
    shot(page, f"waiting-10-{width}")

    page.get_by_role("button", name="伝言を残す").click()

    expect(page.get_by_test_id("form")).to_be_visible(timeout=10_000)
    page.get_by_label("相談したいこと（必須）").fill("犬と住める家をさがしています")
    page.get_by_test_id("form-check").click()
    page.get_by_test_id("form-send").click()
    # Who waited long enough to become a message meanwhile is told of it as well.
    expect(page.get_by_text("ご質問をお預かりしました（受付番号").last).to_be_visible(timeout=10_000)
    expect(page.get_by_test_id("state-line")).to_contain_text("伝言をお預かりしています")
    context.close()


def test_the_talk_is_rated_in_five_steps_once(ring: Ring, page: Page, console: Page, shot: Shot) -> None:
    call_a_person(page, ring)
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    console.get_by_test_id("claim").click()
    steps.reply(console, "佐藤です。どんなお店をお考えですか？")
    expect(steps.messages(page, "consultant").last).to_be_visible(timeout=5_000)
    console.get_by_test_id("close").click()
    console.get_by_test_id("confirm-return").click()
    question = page.get_by_role("group", name="相談員との会話はいかがでしたか？")
    expect(question.get_by_role("button")).to_have_text(
        ["とても良かった", "良かった", "ふつう", "あまり良くなかった", "良くなかった"]
    )
    tops = [box["y"] for button in question.get_by_role("button").all() if (box := button.bounding_box())]
    assert len(tops) == 5
    assert len(set(tops)) == 1
    shot(page, "rating")
    # Most people thank before they look at it.
    steps.ask(page, "ありがとうございました")
    expect(question.get_by_role("button")).to_have_count(5)

    question.get_by_role("button", name="とても良かった").click()

    expect(page.get_by_text("ご回答ありがとうございました")).to_be_visible(timeout=5_000)
    expect(question).to_have_count(0)
