"""On LINE, by words and taps that LINE signs: an appointment is made, asked for, changed and cancelled, and a closed talk is rated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests import patience
from tests.e2e import keys, steps
from tests.e2e.ring import Ring
from tests.e2e.test_appointments import book, office
from tests.e2e.test_line import call_a_person, seen
from tests.line_simulator.line import Line

__all__ = ["office"]


def test_an_appointment_from_the_wish_to_its_end(ring: Ring, line: Line, office: Page, page: Page) -> None:
    user = "Ubooks"
    line.say(user, "相談を予約したい")
    assert seen(line, user, "予約できます"), line.phones[user]
    tap(line, user, r"11月25日\(水\) 9:00")
    open_page(line, user, page, ring, r"at=2026-11-25T09%3A00")
    page.get_by_role("link", name=re.compile("オンライン")).click()
    book(page)
    assert seen(line, user, "ご予約を受け付けました")

    line.say(user, "予約いつでしたっけ")
    assert seen(line, user, "11月25日(水) 9:00〜10:00（オンライン）のご予約ですね")

    line.say(user, "予約を11月26日に変えたいです")
    # The page begins with the times of the day that was named.
    open_page(line, user, page, ring, r"change=1&method=online&day=2026-11-26")
    page.get_by_role("link", name="10:00〜11:00").click()
    page.get_by_role("button", name="この日時に変える").click()
    assert seen(line, user, "ご予約を変えました")

    line.say(user, "予約を木曜に変えたい")
    # Several days would do: those that are free, the next first.
    open_page(line, user, page, ring, r"change=1&method=online&days=")
    days = page.locator("main a[href*='day=2026-']")
    expect(days.first).to_contain_text("11月26日(木)")
    expect(days.nth(1)).to_contain_text("12月3日(木)")
    page.get_by_role("link", name="予約を変えずにもどる").click()

    line.say(user, "やっぱり予約をキャンセルします")
    tap(line, user, "そのままにする")
    assert any(re.search(r"11月26日\(木\) 10:00〜11:00.*のご予約", text) for text in texts(line, user)), line.phones[
        user
    ]
    assert seen(line, user, "ご予約はそのままです")
    line.say(user, "予約をキャンセルしたい")
    tap(line, user, "^取り消す")
    assert seen(line, user, "取り消しました")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("ご予約は取り消しました")
    line.say(user, "予約いつでしたっけ")
    assert seen(line, user, "この会話からのご予約は、いまはありません"), line.phones[user]


def test_a_closed_talk_is_rated_and_the_talk_goes_on(ring: Ring, line: Line, console: Page) -> None:
    user = "Urates"
    call_a_person(line, user)
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    steps.reply(console, "佐藤です。資料をお送りします。")
    assert seen(line, user, "新しい返信があります")
    keys.leave_field(console)
    console.keyboard.press("e")
    expect(console.get_by_role("dialog")).to_be_visible()
    console.keyboard.press("Enter")
    assert seen(line, user, "相談を終了しました"), line.phones[user]

    tap(line, user, "^とても良かった|^良かった")
    assert seen(line, user, "ご回答ありがとうございました")
    line.say(user, "ありがとう")
    assert seen(line, user, "どういたしまして")
    assert len(offered(line, user, "")) > 1, "going on comes before another consultant"


def texts(line: Line, user: str) -> list[str]:
    return [m.get("text") or m.get("altText", "") for m in line.phones[user] if m["from"] == "account"]


def pages(line: Line, user: str, address: str) -> list[str]:
    """The addresses behind the buttons of a phone in which an expression is found."""
    found: list[str] = []
    for message in line.phones[user]:
        _look(message, lambda it: found.append(str(it.get("uri", ""))))
    return [uri for uri in found if re.search(address, uri)]


def offered(line: Line, user: str, label: str) -> list[dict[str, Any]]:
    """What the newest message with choices offers to tap."""
    newest = next((m for m in reversed(line.phones[user]) if "quickReply" in m), {})
    actions = [item["action"] for item in newest.get("quickReply", {}).get("items", [])]
    return [action for action in actions if re.search(label, action["label"])]


def tap(line: Line, user: str, label: str) -> None:
    assert patience.until(lambda: bool(offered(line, user, label)), 10), line.phones[user]
    action = offered(line, user, label)[0]
    line.tap(user, action["data"], action.get("displayText", action["label"]))


def open_page(line: Line, user: str, page: Page, ring: Ring, address: str) -> None:
    assert patience.until(lambda: bool(pages(line, user, address)), 10), line.phones[user]
    page.goto(ring.base + re.sub(r"^https?://[^/]+", "", pages(line, user, address)[-1]))


def _look(found: Any, at: Callable[[dict[str, Any]], None]) -> None:
    """Hand every object in a message to `at`."""
    if isinstance(found, dict):
        at(found)
    for child in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        _look(child, at)
