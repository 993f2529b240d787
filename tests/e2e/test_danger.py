"""Words of danger, whoever holds the conversation and whatever way they come: mark, place in the queue, notice, alarm, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import patience
from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import Ring
from tests.e2e.test_mail import mails
from tests.line_simulator.line import Line

Shot = Callable[[Page, str], object]
CRY = "もう死にたいです"
BEATEN = "夫に殴られています。助けてください"
# Of every subject.
AT_ONCE = ("110", "119")
SOON = 15_000


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A migrant's phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ja-JP", has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Page]:
    """A consultant's laptop."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    yield context.new_page()
    context.close()


def say(page: Page, words: str) -> None:
    page.get_by_test_id("input").fill(words)
    page.get_by_test_id("send").click()


def numbers_in_sight(page: Page) -> Locator:
    """Wait for the message with the numbers; 110 and 119 can be tapped without scrolling."""
    told = page.get_by_test_id("message").filter(has=page.locator('a[href="tel:110"]')).last
    expect(told).to_be_visible(timeout=SOON)
    for number in AT_ONCE:
        expect(told.locator(f'a[href="tel:{number}"]')).to_be_in_viewport()
    return told


def shown_on(line: Line, user: str) -> str:
    """All that stands on a phone, numbers to tap included."""
    return str([message for message in line.phones[user] if message["from"] == "account"])


def wait_on(line: Line, user: str, *wanted: str, within: float = 15) -> None:
    def missing() -> list[str]:
        return [words for words in wanted if words not in shown_on(line, user)]

    assert patience.until(lambda: not missing(), within), f"{missing()} never came to the phone"


def numbers_on(line: Line, user: str) -> None:
    wait_on(line, user, *(f"tel:{number}" for number in AT_ONCE))


def row_of(console: Page, words: str) -> Locator:
    return console.get_by_test_id("case-row").filter(has_text=words)


def call_a_person(page: Page, base: str) -> None:
    steps.open_widget(page, base)
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=SOON)


def call_on(line: Line, user: str, told: str = "呼んでいます") -> None:
    line.say(user, "担当の人と話したいです")
    for words in ("家のことを相談したい", "このチャットで"):
        try:
            return wait_on(line, user, told, within=5)
        except AssertionError:
            line.say(user, words)
    wait_on(line, user, told)
    return None


def told_by_mail(ring: Ring, receipt: str, *words: str) -> Any:
    """The urgent notice of a case; no word of the person's is in it."""
    [mail, *_] = mails(ring, rf"至急.*{receipt}", "sato@example.jp")
    assert not any(word in mail.get_content() for word in words)
    return mail


def receipt_in(element: Locator) -> str:
    found = re.search(r"OT-\d{4}-\d+", element.inner_text())
    assert found
    return found[0]


# --- with the bot, and nobody called --------------------------------------------------------------


def test_a_cry_to_the_bot_is_watched_over_though_nobody_was_called(
    ring: Ring, phone: Page, laptop: Page, shot: Shot
) -> None:
    words = f"{CRY}。もう三日も眠れません"
    steps.log_in(laptop, ring.base)
    steps.open_widget(phone, ring.base)
    steps.ask(phone, "駅から近い家はありますか")
    steps.ask(phone, words)

    told = numbers_in_sight(phone)
    expect(told).to_have_attribute("data-author", "bot")
    expect(told).to_contain_text("相談員に知らせました")
    expect(phone.get_by_role("group", name="この回答で解決しましたか？")).to_have_count(0)
    expect(phone.get_by_role("group", name="次に知りたいことは？")).to_have_count(0)
    shot(phone, "danger-bot-phone")

    alarm = laptop.get_by_test_id("alarms")
    expect(alarm).to_contain_text("至急", timeout=SOON)
    expect(alarm).to_contain_text("死にたい")
    shot(laptop, "danger-alarm")
    assert violations(laptop) == []
    laptop.get_by_test_id("tab-alert").click()
    row = row_of(laptop, "死にたい").first
    receipt = receipt_in(row)
    row.click()
    expect(laptop.get_by_test_id("alert-note")).to_be_visible()
    expect(laptop.get_by_test_id("mark")).to_contain_text("つらい気持ち")
    expect(laptop.get_by_test_id("guidance")).to_contain_text("言うこと")
    expect(alarm).not_to_contain_text(receipt)
    greeting = laptop.get_by_test_id("transcript-message").filter(has_text="こんにちは")
    expect(greeting).to_have_count(0)
    shot(laptop, "danger-alert-case")
    assert violations(laptop) == []
    told_by_mail(ring, receipt, "死にたい", "眠れません")

    laptop.get_by_test_id("open-talk").click()
    expect(greeting.first).to_be_visible()
    steps.reply(laptop, "相談員の佐藤です。話してくださって、ありがとうございます。")
    expect(steps.messages(phone, "consultant").last).to_contain_text("佐藤です", timeout=SOON)
    expect(laptop.locator("h1 .state")).to_have_text("対応中", timeout=SOON)
    laptop.get_by_test_id("close").click()
    laptop.get_by_test_id("confirm-return").click()
    expect(phone.get_by_text("相談員との会話を終わりました")).to_be_visible(timeout=SOON)
    expect(phone.get_by_role("group", name="相談員との会話はいかがでしたか？")).to_have_count(0)


def test_a_false_alarm_is_dismissed_with_a_reason_and_reviewed(
    ring: Ring, phone: Page, laptop: Page, shot: Shot
) -> None:
    steps.log_in(laptop, ring.base)
    steps.open_widget(phone, ring.base)
    steps.ask(phone, f"{CRY}という歌を作っています")
    laptop.get_by_test_id("tab-alert").click()
    row = row_of(laptop, "という歌").first
    expect(row).to_be_visible(timeout=SOON)
    receipt = receipt_in(row)
    row.click()

    laptop.get_by_test_id("lift").click()
    shot(laptop, "danger-lift")
    laptop.get_by_test_id("reason").fill("歌詞の話だった")
    laptop.get_by_test_id("reason-confirm").click()

    expect(laptop.get_by_test_id("today-view")).to_be_visible(timeout=SOON)
    expect(laptop.get_by_test_id("case-row").filter(has_text=receipt)).to_have_count(0)


def test_a_cry_on_line_is_answered_and_watched_over_as_well(ring: Ring, line: Line, laptop: Page, shot: Shot) -> None:
    user = "Ucry"
    steps.log_in(laptop, ring.base)
    line.say(user, BEATEN)

    numbers_on(line, user)
    wait_on(line, user, "相談員に知らせました")
    expect(laptop.get_by_test_id("alarms")).to_contain_text("殴られ", timeout=SOON)
    laptop.get_by_test_id("tab-alert").click()
    row = row_of(laptop, "殴られ").first
    expect(row).to_contain_text("LINE")
    row.click()
    expect(laptop.get_by_test_id("guidance")).to_contain_text("暴力")
    told_by_mail(ring, receipt_in(laptop.locator("h1")), "殴られ")
    shot(laptop, "danger-alert-line")


# --- in the queue ----------------------------------------------------------------------------------


def test_who_waits_and_says_it_goes_to_the_front_with_the_numbers(
    ring: Ring, browser: Browser, phone: Page, laptop: Page, shot: Shot
) -> None:
    first = browser.new_context(locale="ja-JP").new_page()
    call_a_person(first, ring.base)
    call_a_person(phone, ring.base)
    steps.log_in(laptop, ring.base)
    words = "家を借りる前に、もう消えたい。死にたい"
    say(phone, words)

    told = numbers_in_sight(phone)
    expect(told).to_have_attribute("data-author", "system")
    laptop.get_by_test_id("tab-queued").click()
    rows = laptop.get_by_test_id("case-row")
    flagged = rows.filter(has=laptop.locator(".flag"))
    top = flagged.filter(has_text="死にたい")
    expect(top).to_be_visible(timeout=SOON)
    # Others in danger may wait since earlier tests; nobody else goes before.
    expect(rows.first.locator(".flag").first).to_be_visible()
    ahead = flagged.count()
    for at in range(ahead):
        expect(rows.nth(at).locator(".flag").first).to_be_visible()
    expect(phone.get_by_test_id("state-line")).to_contain_text(
        re.compile("|".join(f"{place}番目" for place in range(1, ahead + 1))), timeout=SOON
    )
    shot(phone, "danger-queued-phone")
    expect(laptop.get_by_test_id("alarms")).to_contain_text("死にたい")
    told_by_mail(ring, receipt_in(top), "死にたい", "家を借りる")
    shot(laptop, "danger-queued")
    first.context.close()


def test_who_waits_on_line_and_says_it_goes_to_the_front(ring: Ring, line: Line, laptop: Page) -> None:
    user = "Uwaits"
    call_on(line, user)
    steps.log_in(laptop, ring.base)
    line.say(user, "毎晩、夫に殴られています")

    numbers_on(line, user)
    laptop.get_by_test_id("tab-queued").click()
    row = row_of(laptop, "毎晩").first
    expect(row).to_be_visible(timeout=SOON)
    expect(row).to_contain_text("LINE")
    expect(row.locator(".flag").first).to_be_visible(timeout=SOON)

    def is_flagged() -> list[bool]:
        rows = laptop.get_by_test_id("case-row").all_inner_texts()
        return ["つらい気持ち" in text or "緊急" in text for text in rows]

    assert patience.until(lambda: (now := is_flagged()) == sorted(now, reverse=True), 10), "danger comes first"
    assert any(is_flagged())
    told_by_mail(ring, receipt_in(row), "殴られ")


# --- held by a consultant --------------------------------------------------------------------------


def test_in_a_held_case_the_message_is_red_and_its_owner_is_alarmed(
    ring: Ring, phone: Page, laptop: Page, shot: Shot
) -> None:
    call_a_person(phone, ring.base)
    steps.log_in(laptop, ring.base)
    steps.open_newest_case(laptop)
    laptop.get_by_test_id("claim").click()
    steps.reply(laptop, "佐藤です。どのようなご相談でしょうか。")
    expect(steps.messages(phone, "consultant").last).to_be_visible(timeout=SOON)
    address = laptop.url
    laptop.get_by_test_id("today").click()
    words = "じつは夫に殴られています。逃げる家をさがしています"
    say(phone, words)

    numbers_in_sight(phone)
    shot(phone, "danger-held-phone")
    alarm = laptop.get_by_test_id("alarms")
    expect(alarm).to_contain_text("殴られ", timeout=SOON)
    alarm.get_by_role("link").first.click()
    expect(laptop).to_have_url(address)
    red = laptop.locator(".entry.danger")
    expect(red).to_contain_text(words)
    expect(laptop.get_by_test_id("mark")).to_contain_text("暴力")
    expect(laptop.get_by_test_id("guidance")).to_contain_text("しないこと")
    laptop.get_by_test_id("inserts").click()
    expect(laptop.get_by_role("group", name="相談窓口の電話番号")).to_be_visible()
    shot(laptop, "danger-held")
    assert violations(laptop) == []
    laptop.keyboard.press("Escape")

    steps.add_account(ring, "北野", "kitano@example.jp", "supervisor")
    laptop.get_by_test_id("call-supervisor").click()
    expect(laptop.get_by_test_id("call-supervisor")).to_have_text("主任を呼びました")


def test_a_held_case_on_line_is_alarmed_as_well(ring: Ring, line: Line, laptop: Page) -> None:
    user = "Uheld"
    call_on(line, user)
    steps.log_in(laptop, ring.base)
    laptop.get_by_test_id("tab-queued").click()
    row = laptop.get_by_test_id("case-row").filter(has_text="LINE").last
    row.click()
    laptop.get_by_test_id("claim").click()
    steps.reply(laptop, "佐藤です。")
    wait_on(line, user, "佐藤")
    laptop.get_by_test_id("today").click()
    line.say(user, CRY)

    numbers_on(line, user)
    alarm = laptop.get_by_test_id("alarms")
    expect(alarm).to_contain_text("死にたい", timeout=SOON)
    alarm.get_by_role("link").first.click()
    expect(laptop.locator(".entry.danger")).to_contain_text("死にたい")


def test_marks_are_set_and_lifted_by_hand(ring: Ring, phone: Page, laptop: Page, shot: Shot) -> None:
    call_a_person(phone, ring.base)
    say(phone, "半年前に越してきました。冬の支度がまだです")
    steps.log_in(laptop, ring.base)
    steps.open_newest_case(laptop)
    laptop.get_by_test_id("mark-danger").click()
    shot(laptop, "danger-mark")
    laptop.get_by_test_id("reason").fill("とても沈んだ書き方")
    laptop.get_by_test_id("reason-confirm").click()
    expect(laptop.get_by_test_id("mark")).to_contain_text("職員", timeout=SOON)
    expect(laptop.locator("h1 .flag")).to_be_visible()

    laptop.get_by_test_id("lift").click()
    laptop.get_by_test_id("reason").fill("電話で話し、安心した")
    laptop.get_by_test_id("reason-confirm").click()

    expect(laptop.locator("h1 .flag")).to_have_count(0, timeout=SOON)
    expect(laptop.get_by_text("危険なしとされました：電話で話し、安心した")).to_be_visible()


# --- left as a message -----------------------------------------------------------------------------


def test_a_message_left_on_a_holiday_is_marked_and_told_at_once(
    closed_ring: Ring, phone: Page, laptop: Page, shot: Shot
) -> None:
    steps.open_widget(phone, closed_ring.base)
    phone.get_by_test_id("ask-human").click()
    expect(phone.get_by_test_id("form")).to_be_visible(timeout=SOON)
    phone.get_by_label("相談したいこと（必須）").fill(BEATEN)
    phone.get_by_test_id("form-check").click()
    phone.get_by_test_id("form-send").click()

    numbers_in_sight(phone)
    shot(phone, "danger-left-phone")
    steps.log_in(laptop, closed_ring.base)
    laptop.get_by_test_id("tab-message_left").click()
    top = laptop.get_by_test_id("case-row").first
    expect(top.locator(".flag")).to_be_visible(timeout=SOON)
    expect(top).to_contain_text("殴られ")
    told_by_mail(closed_ring, receipt_in(top), "殴られ")
    top.click()
    expect(laptop.locator(".entry.danger")).to_contain_text("殴られ")
    shot(laptop, "danger-left")


def test_a_message_left_on_line_is_marked_as_well(closed_ring: Ring, holiday_line: Line, laptop: Page) -> None:
    user = "Uleft"
    call_on(holiday_line, user, "お預かりしました")
    holiday_line.say(user, CRY)

    numbers_on(holiday_line, user)
    steps.log_in(laptop, closed_ring.base)
    laptop.get_by_test_id("tab-message_left").click()
    row = row_of(laptop, "死にたい").first
    expect(row).to_be_visible(timeout=SOON)
    expect(row).to_contain_text("LINE")
    told_by_mail(closed_ring, receipt_in(row), "死にたい")
