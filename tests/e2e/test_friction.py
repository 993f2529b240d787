"""How much work a consultant's everyday tasks are: clicks and keys of each, counted in the browser against a limit.

The table in docs/consultants-friction.md has the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from desk.appointments.store import AppointmentStore
from desk.db.database import Database
from tests.desk.appointments.conftest import weekdays
from tests.e2e import keys
from tests.e2e.ring import PROJECT, Ring
from tests.e2e.test_handing_on import Migrant

LAPTOP = {"width": 1366, "height": 768}
TABLE = PROJECT / "docs" / "consultants-friction.md"
# Counts presses that people make; words that are typed count as one key, since every tool needs those.
COUNTER = """() => {
  window.presses = { clicks: 0, keys: 0 };
  addEventListener("click", (event) => { if (event.detail) window.presses.clicks += 1; }, true);
  addEventListener("keydown", () => { window.presses.keys += 1; }, true);
}"""


@pytest.fixture
def sato(ring: Ring, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=LAPTOP, locale="ja-JP")
    page = context.new_page()
    page.add_init_script(f"({COUNTER})()")
    keys.log_in(page, ring.base, "sato@example.jp")
    yield page
    context.close()


def counted(page: Page, do: Callable[[], None]) -> tuple[int, int]:
    """Do a task; returns how many clicks and keys it took."""
    page.evaluate("window.presses = { clicks: 0, keys: 0 }")
    do()
    found = page.evaluate("window.presses")
    return found["clicks"], found["keys"]


def limit(task: str) -> tuple[int, int]:
    """Return the clicks and keys that the table promises for a task."""
    row = next(line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {task} |"))
    now = row.split("|")[3]
    clicks, pressed = (re.search(rf"(\d+) {unit}", now) for unit in ("clicks?", "keys?"))
    return int(clicks[1]) if clicks else 0, int(pressed[1]) if pressed else 0


def open_waiting(page: Page, migrant: Migrant) -> None:
    page.get_by_test_id("tab-queued").click()
    page.get_by_test_id("case-row").filter(has_text=migrant.receipt).click()
    expect(page.locator("main.case h1")).to_contain_text(migrant.receipt)
    keys.leave_field(page)


def claim(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_test_id("reply-input")).to_be_focused()


def test_claiming_leads_into_the_reply(ring: Ring, sato: Page) -> None:
    open_waiting(sato, Migrant(ring.base))

    assert counted(sato, lambda: claim(sato)) == limit("Claim and begin to write")


def test_a_canned_reply_is_a_slash_a_word_and_enter(ring: Ring, sato: Page) -> None:
    open_waiting(sato, Migrant(ring.base))
    claim(sato)

    def insert() -> None:
        sato.keyboard.press("/")
        expect(sato.get_by_test_id("insert-search")).to_be_focused()
        sato.keyboard.insert_text("サポートセンター")
        expect(sato.get_by_test_id("insert-preview")).to_contain_text("サポートセンター")
        sato.keyboard.press("Enter")
        expect(sato.get_by_test_id("reply-input")).to_have_value(re.compile("サポートセンターの佐藤です"))

    assert counted(sato, insert) == limit("Put in a canned reply")


def test_a_suggested_answer_is_one_click_and_is_not_sent(ring: Ring, sato: Page) -> None:
    migrant = Migrant(ring.base)
    open_waiting(sato, migrant)
    claim(sato)
    migrant.say("空き家バンクはどうやって使いますか")
    first = sato.get_by_test_id("suggestion").first
    expect(first).to_be_visible(timeout=15_000)
    expect(sato.get_by_test_id("suggestions")).to_contain_text("空き家バンク")

    def insert() -> None:
        first.click()
        expect(sato.get_by_test_id("reply-input")).to_have_value(re.compile(r"出典：.*（確認日 ", re.DOTALL))

    assert counted(sato, insert) == limit("Put in an approved answer")
    expect(sato.locator(".entry.consultant")).to_have_count(0)


def test_a_transfer_takes_its_note_along(ring: Ring, sato: Page) -> None:
    open_waiting(sato, Migrant(ring.base))
    claim(sato)

    def hand_on() -> None:
        sato.get_by_test_id("transfer").click()
        expect(sato.get_by_test_id("transfer-note")).to_be_focused()
        sato.keyboard.insert_text("電話は夕方に")
        sato.get_by_test_id("transfer-to").filter(has_text="鈴木").click()
        expect(sato.get_by_test_id("undo-bar")).to_contain_text("引き継ぎました")

    assert counted(sato, hand_on) == limit("Hand on with a note")


def test_closing_goes_to_the_next_case(ring: Ring, sato: Page) -> None:
    first, second = Migrant(ring.base), Migrant(ring.base)
    open_waiting(sato, second)
    claim(sato)
    second.say("よろしくお願いします")
    expect(sato.locator(".transcript")).to_contain_text("よろしくお願いします")
    open_waiting(sato, first)
    claim(sato)
    keys.leave_field(sato)

    def close() -> None:
        sato.keyboard.press("e")
        expect(sato.get_by_role("dialog")).to_be_visible()
        sato.keyboard.press("Enter")
        expect(sato.locator("main.case h1")).not_to_contain_text(first.receipt)

    assert counted(sato, close) == limit("Close and go to the next case")
    expect(sato.locator("main.case h1")).to_contain_text(re.compile("OT-"))


def test_an_appointment_is_made_inside_the_case(ring: Ring, sato: Page) -> None:
    with AppointmentStore(Database(f"sqlite:///{ring.environment['HITOHATA_DATA_DIR']}/desk.db")).write() as tx:
        for item in weekdays(next(iter(tx.consultants()))):
            tx.add_availability(item)
    contact = {"kind": "email", "value": "koharu@example.jp", "name": "こはる"}
    open_waiting(sato, Migrant(ring.base, contact=contact))
    claim(sato)
    booked = sato.get_by_test_id("case-appointments")

    def book() -> None:
        sato.get_by_test_id("book-for-person").click()
        sato.get_by_test_id("free-time").first.click()
        sato.get_by_test_id("book-save").click()
        expect(booked).to_contain_text("本人にお知らせしました")

    assert counted(sato, book) == limit("Make an appointment from the case")
    expect(sato.get_by_test_id("book-for-person")).to_be_focused()


def test_free_times_are_offered_in_the_reply(ring: Ring, sato: Page) -> None:
    open_waiting(sato, Migrant(ring.base))
    claim(sato)

    def offer() -> None:
        sato.get_by_test_id("book-for-person").click()
        sato.get_by_test_id("free-time").nth(0).click()
        sato.get_by_test_id("free-time").nth(1).click()
        sato.get_by_test_id("offer-times").click()
        expect(sato.get_by_test_id("reply-input")).to_have_value(re.compile(r"いかがでしょうか.*\n・.*\n・"))

    assert counted(sato, offer) == limit("Offer two times in the reply")
    expect(sato.locator(".entry.consultant")).to_have_count(0)
