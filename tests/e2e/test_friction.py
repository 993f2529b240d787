"""How much work a consultant's everyday tasks are: clicks and keys of each, counted in the browser against a limit.

The table in docs/consultants-friction.md has the same numbers.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from desk.appointments.store import AppointmentStore
from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from tests import loopback
from tests.desk.appointments.conftest import weekdays
from tests.desk.conftest import START
from tests.e2e import keys
from tests.e2e.ring import PROJECT, Ring
from tests.e2e.test_handing_on import Migrant

LAPTOP = {"width": 1366, "height": 768}
TABLE = PROJECT / "docs" / "consultants-friction.md"
# Counts presses that people make; words that are typed count as one key, since every tool needs those.
# The session's store keeps them from page to page.
COUNTER = """() => {
  const one_more = (kind) => {
    const presses = JSON.parse(sessionStorage.getItem("presses") ?? '{ "clicks": 0, "keys": 0 }');
    sessionStorage.setItem("presses", JSON.stringify({ ...presses, [kind]: presses[kind] + 1 }));
  };
  addEventListener("click", (event) => { if (event.detail) one_more("clicks"); }, true);
  addEventListener("keydown", () => one_more("keys"), true);
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
    page.evaluate("sessionStorage.removeItem('presses')")
    do()
    found = page.evaluate("JSON.parse(sessionStorage.getItem('presses'))")
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


def can_be_booked(ring: Ring) -> None:
    """Let a consultant be there on working days."""
    database = Database(f"sqlite:///{ring.environment['HITOHATA_DATA_DIR']}/desk.db")
    with closing(database), AppointmentStore(database).write() as tx:
        for item in weekdays(next(iter(tx.consultants()))):
            tx.add_availability(item)


def test_an_appointment_is_made_inside_the_case(ring: Ring, sato: Page) -> None:
    can_be_booked(ring)
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


def test_an_appointment_is_made_while_telephoning(ring: Ring, sato: Page) -> None:
    can_be_booked(ring)
    sato.goto(f"{ring.base}/console/appointments/new")

    def book() -> None:
        sato.locator(".time:visible").nth(5).click()
        sato.get_by_label("お呼びする名前").click()
        sato.keyboard.insert_text("なつみ")
        sato.get_by_label("メールアドレスか電話番号").click()
        sato.keyboard.insert_text("natsumi@example.jp")
        sato.get_by_label("上のことを本人に伝え").click()
        sato.get_by_role("button", name="予約する").click()
        expect(sato.get_by_role("heading", level=1)).to_contain_text("予約 YO-")

    assert counted(sato, book) == limit("Make an appointment while telephoning")


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


def test_the_times_of_a_whole_week_are_one_form(ring: Ring, sato: Page) -> None:
    sato.goto(f"{ring.base}/console/appointments/times")
    rows = sato.get_by_role("table", name="入っている時間").get_by_role("row")
    before = rows.count()

    def give() -> None:
        for weekday in "月火水木金":
            sato.get_by_role("checkbox", name=weekday, exact=True).click()
        sato.get_by_role("button", name="加える").click()
        expect(sato.get_by_role("status").filter(has_text="予約できる時間を保存しました")).to_be_visible()

    assert counted(sato, give) == limit("Give the times of a week")
    # The first ones bring the table's head with them.
    expect(rows).to_have_count(max(before, 1) + 5)


def not_understood(ring: Ring) -> str:
    """Leave what the desk keeps of a question that the assistant did not understand; returns its words.

    Which words those are changes with each training, so that nothing is asked of the one that runs.
    """
    words = "除雪車の運転を習えるところはどこでしょうか"
    begun = loopback.post(f"{ring.base}/api/web/conversations").raise_for_status().json()
    of, asked = begun["conversation_id"], "asked-in-vain"
    database = Database(f"sqlite:///{ring.environment['HITOHATA_DATA_DIR']}/desk.db")
    with SqlStore(database).write() as tx:
        tx.append(of, Author.USER, "あなた", [{"type": "text", "text": words}], START, outside_id=asked)
        tx.set_understanding(of, asked, {"label": None, "outcome": "fallback"})
        turn = {
            "id": uuid.uuid4().hex,
            "number": 0,
            "conversation_id": of,
            "outside_id": asked,
            "channel": "web",
            "text": words,
            "sent_at": START,
            "epoch": 0,
            "attempts": 1,
            "state": "done",
            "due_at": START,
        }
        tx.connection.execute(t.turns.insert().values(**turn))
    database.close()
    return words


def test_a_question_without_an_answer_becomes_a_draft_where_it_stands(ring: Ring, sato: Page) -> None:
    words = not_understood(ring)
    sato.goto(f"{ring.base}/console/review")
    question = sato.locator("section").filter(has=sato.get_by_role("heading", name=words))

    def begin() -> None:
        question.get_by_text("どうするかを決める").click()
        question.get_by_role("link", name="新しい回答を書く").click()
        expect(sato.get_by_label("質問の言い方")).to_have_value(words)
        sato.get_by_label("見出し").click()
        sato.keyboard.insert_text("除雪車の講習")
        sato.keyboard.press("Shift+Tab")
        sato.keyboard.press("ArrowDown")
        sato.get_by_role("button", name="下書きをはじめる").click()
        expect(sato.locator("[name=body]")).to_be_visible()

    assert counted(sato, begin) == limit("Begin an answer to a question that had none")
