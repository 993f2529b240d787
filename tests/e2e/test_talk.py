"""A migrant books, asks, changes and cancels by words, waits for a person and stops waiting by words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import Ring
from tests.e2e.test_appointments import book, office

Shot = Callable[..., Path]
__all__ = ["office"]


def on_this_machine(ring: Ring, address: str | None) -> str:
    return ring.base + re.sub(r"^https?://[^/]+", "", address or "")


def test_an_appointment_by_words_from_booking_to_cancelling(
    ring: Ring,
    office: Page,
    page: Page,
    shot: Shot,
) -> None:
    steps.open_widget(page, ring.base)
    offer = steps.ask(page, "予約したい")
    offer.get_by_role("button", name=re.compile(r"11月25日\(水\) 9:00")).click()
    link = page.locator("a[href*='/appointments/']").last
    expect(link).to_be_visible(timeout=10_000)
    booking = page.context.new_page()
    booking.goto(on_this_machine(ring, link.get_attribute("href")))
    booking.get_by_role("link", name=re.compile("オンライン")).click()
    book(booking)
    expect(steps.messages(page, "system").last).to_contain_text("ご予約を受け付けました")

    mine = steps.ask(page, "予約いつだっけ")
    expect(mine).to_contain_text("11月25日(水) 9:00〜10:00（オンライン）のご予約ですね")
    expect(mine).to_contain_text("カレンダーに入れる")
    shot(page, "talk-my-appointment")
    page.set_viewport_size({"width": 360, "height": 740})
    shot(page, "talk-my-appointment-360")
    assert violations(page) == []
    page.set_viewport_size({"width": 1366, "height": 768})

    change = steps.ask(page, "木曜に変えたい").locator("a[href*='change=']")
    booking.goto(on_this_machine(ring, change.get_attribute("href")))
    # The Thursdays that are free, the next first, and nothing else.
    days = booking.locator("main a[href*='day=2026-']")
    expect(days.first).to_contain_text("11月26日(木)")
    assert all("(木)" in day for day in days.all_inner_texts())
    days.first.click()
    booking.get_by_role("link", name="10:00〜11:00").click()
    booking.get_by_role("button", name="この日時に変える").click()
    expect(booking.get_by_text("11月26日(木) 10:00〜11:00").first).to_be_visible()

    expect(steps.messages(page, "system").last).to_contain_text("ご予約を変えました")

    asked = steps.ask(page, "予約をキャンセルしたい")
    expect(asked).to_contain_text("11月26日(木) 10:00〜11:00（オンライン）のご予約ですね。取り消してよろしいですか？")
    shot(page, "talk-cancel")
    asked.get_by_role("button", name="取り消す", exact=True).click()
    expect(steps.messages(page, "system").last).to_contain_text("ご予約を取り消しました", timeout=10_000)
    expect(steps.messages(page, "bot").last).to_contain_text("また相談したくなったら", timeout=10_000)

    none = steps.ask(page, "予約いつだっけ")
    expect(none).to_contain_text("いまはありません")
    expect(none.get_by_role("button", name="相談を予約する")).to_be_visible()


def test_waiting_is_left_by_words_after_something_was_written(ring: Ring, page: Page, shot: Shot) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("ask-human").click()
    stop = page.get_by_test_id("cancel_wait")
    expect(stop).to_be_visible(timeout=10_000)
    reached = steps.ask(page, "犬も一緒に住みたいです")
    expect(reached).to_contain_text("相談員に届きました")
    expect(stop).to_be_visible()
    expect(page.get_by_test_id("leave_message")).to_be_visible()
    shot(page, "talk-queue")
    page.set_viewport_size({"width": 360, "height": 740})
    shot(page, "talk-queue-360")
    assert violations(page) == []

    told = steps.ask(page, "もういいです")
    expect(told).to_contain_text("呼び出しを取りやめました")
    expect(page.get_by_test_id("ask-human")).to_be_visible()


def test_who_waits_and_writes_of_booking_may_book_instead_in_plain_words(
    ring: Ring, office: Page, page: Page, shot: Shot
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    steps.open_widget(page, ring.base)
    page.get_by_role("button", name="やさしい日本語").click()
    page.get_by_test_id("ask-human").click()
    waiting = steps.messages(page, "system").filter(has_text="番目")
    expect(waiting.locator("rt").first).to_be_visible(timeout=10_000)
    offered = steps.ask(page, "やっぱり予約できますか")
    instead = offered.get_by_role("button", name="予約")
    expect(instead.locator("rt").first).to_be_visible()
    shot(page, "talk-book-instead-360")
    assert violations(page) == []
    instead.click()

    times = steps.messages(page, "bot").last
    expect(times.get_by_role("button", name=re.compile(r"11月2\d日")).first).to_be_visible(timeout=10_000)
    expect(times.locator("rt").first).to_be_visible()
    expect(page.get_by_test_id("cancel_wait")).to_have_count(0)


def test_words_that_steer_get_replies_that_fit(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "家賃の目安を教えてください")
    thanked = steps.ask(page, "ありがとう")
    expect(thanked).to_contain_text("どういたしまして")
    expect(thanked.get_by_role("button").first).to_be_visible()
    expect(steps.ask(page, "この回答間違ってるよ")).to_contain_text("どこが違いますか")
    expect(steps.ask(page, "ヘルプ")).to_contain_text("予約したい")
    expect(steps.ask(page, "最初から")).to_contain_text("はじめに戻りました")
    expect(steps.ask(page, "やめる")).to_contain_text("いつでも書いてください")


def test_words_that_point_take_what_was_offered(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "家賃の目安を教えてください")

    expect(steps.ask(page, "それで")).to_contain_text("どれでしょうか")
    expect(steps.ask(page, "二番目")).to_contain_text("生活費・物価")
    expect(steps.ask(page, "もう少し詳しく")).to_contain_text("生活費・物価")

    both = steps.ask(page, "仕事と住まい")
    expect(both.get_by_role("button", name="仕事", exact=True)).to_be_visible()
    expect(steps.ask(page, "下の")).to_contain_text("「住まい」について")
