"""A day at the desk: two consultants, one case from the web and one from LINE, by keyboard alone."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import loopback, patience
from tests.e2e import keys, steps
from tests.e2e.axe import violations
from tests.e2e.ring import PASSWORD, Ring
from tests.e2e.test_line import call_a_person, seen
from tests.e2e.test_widget import compose
from tests.line_simulator.line import Line

# What a town hall's laptop has.
LAPTOP = {"width": 1366, "height": 768}
Shot = Callable[[Page, str], object]
RECEIPT = r"OT-\d{4}-\d+"


@pytest.fixture
def laptops(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """The browsers of 佐藤 and 鈴木."""
    contexts = [browser.new_context(viewport=LAPTOP, locale="ja-JP") for _ in range(2)]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


@pytest.fixture
def supervisor(ring: Ring) -> str:
    """The mail address of 高橋, 主任, who may be booked on working days."""
    email = "takahashi@example.jp"
    steps.add_account(ring, "高橋", email, "supervisor")
    with loopback.Client(base_url=ring.base, follow_redirects=True) as office:
        login = {"email": email, "password": PASSWORD}
        csrf = office.post("/api/console/login", json=login).raise_for_status().json()["csrf"]
        account = office.get("/api/console/session").json()["account_id"]
        times = {"kind": "weekly", "weekday_3": "1", "begin": "09:00", "end": "17:30"}
        more = {"method_online": "1", "minutes": "60", "capacity": "1"}
        form = {"csrf": csrf, "who": account, **times, **more}
        office.post("/console/appointments/times", data=form).raise_for_status()
        leave = {"x-csrf-token": csrf}
        office.post("/api/console/logout", headers=leave).raise_for_status()
    return email


def ask_for_a_person(page: Page, base: str, question: str) -> str:
    """Be a migrant who wants a person; returns the receipt."""
    steps.open_widget(page, base)
    steps.ask(page, question)
    told = page.get_by_text(re.compile(f"受付番号 {RECEIPT}")).last
    steps.call_a_person(page, told)
    return re.search(RECEIPT, told.inner_text())[0]


def receipt_on(line: Line, user: str) -> str:
    """The newest receipt that a phone was told."""
    shown = " ".join(m.get("text", m.get("altText", "")) for m in line.phones[user])
    return re.findall(RECEIPT, shown)[-1]


def test_a_day_by_keyboard(
    ring: Ring, line: Line, page: Page, laptops: tuple[Page, Page], shot: Shot, supervisor: str
) -> None:
    sato, suzuki = laptops
    web = ask_for_a_person(page, ring.base, "犬と住める家はありますか")
    call_a_person(line, "Uday", about="パン屋を始めたいです")
    from_line = receipt_on(line, "Uday")
    keys.log_in(sato, ring.base, "sato@example.jp")
    keys.log_in(suzuki, ring.base, "suzuki@example.jp")
    expect(sato.get_by_test_id("today-view")).to_contain_text("待っている人")
    shot(sato, "console-today")
    assert violations(sato) == []
    keys.press(sato, "first-steps-done")

    # Both want the same case; one gets it, and the other sees at once whose it is.
    for laptop in laptops:
        keys.leave_field(laptop)
        keys.open_case(laptop, web)
    shot(suzuki, "console-waiting")
    assert violations(suzuki) == []
    sato.keyboard.press("c")
    suzuki.keyboard.press("c")
    assert patience.until(lambda: any(laptop.get_by_test_id("transfer").count() for laptop in laptops), 10)
    owner, other = laptops if sato.get_by_test_id("transfer").count() else (suzuki, sato)
    names = {sato: "佐藤", suzuki: "鈴木"}
    expect(other.get_by_text(f"{names[owner]}さんが先に担当しました。列に戻ります。")).to_be_visible()
    expect(owner.locator("main.case h1 .state")).to_have_text("対応中")
    other.goto(owner.url)
    expect(other.locator("main.case h1 .state")).to_have_text("対応中")
    expect(other.locator(".who-is")).to_contain_text(f"担当 {names[owner]}")
    expect(other.get_by_test_id("reply-input")).to_have_count(0)

    # A canned reply, its variables filled in, corrected and sent: who took the case is in the field already.
    expect(owner.get_by_test_id("reply-input")).to_be_focused()
    owner.keyboard.press("/")
    expect(owner.get_by_test_id("insert-search")).to_be_focused()
    owner.keyboard.insert_text("サポートセンター")
    expect(owner.get_by_test_id("insert-preview")).to_contain_text("サポートセンター")
    shot(owner, "console-inserts")
    assert violations(owner) == []
    owner.keyboard.press("Enter")
    expect(owner.get_by_test_id("reply-input")).to_have_value(re.compile(f"サポートセンターの{names[owner]}です"))
    shot(owner, "console-draft")
    owner.keyboard.press("Control+Enter")
    expect(steps.messages(page, "consultant").last).to_contain_text(f"{names[owner]}です", timeout=3_000)

    # A note that calls the colleague; the migrant sees nothing of it.
    keys.leave_field(owner)
    owner.keyboard.press("n")
    owner.keyboard.insert_text(f"@{names[other]} 内緒のメモです。代わってください")
    owner.keyboard.press("Control+Enter")
    expect(other.get_by_text("内緒のメモです")).to_be_visible(timeout=3_000)

    # Handed on.
    keys.leave_field(owner)
    owner.keyboard.press("t")
    expect(owner.get_by_role("dialog")).to_be_visible()
    shot(owner, "console-transfer")
    assert violations(owner) == []
    keys.tab_to_match(owner, "e.dataset.testid === 'transfer-to' && e.innerText.startsWith(wanted)", names[other])
    owner.keyboard.press("Enter")
    expect(other.get_by_test_id("reply-input")).to_be_visible(timeout=3_000)
    expect(page.get_by_test_id("state-line")).to_contain_text(names[other], timeout=3_000)

    # An appointment for the person of this case, who hears of it in the same chat.
    keys.leave_field(other)
    keys.press(other, "book-for-person")
    expect(other.get_by_test_id("free-time").first).to_be_focused()
    other.keyboard.press("Enter")
    keys.write(other, "book-name", "こはる")
    keys.write(other, "book-contact", "koharu@example.jp")
    shot(other, "console-book")
    assert violations(other) == []
    keys.press(other, "book-save")
    expect(other.get_by_test_id("case-appointments")).to_contain_text("本人にお知らせしました")
    expect(other.get_by_test_id("book-for-person")).to_be_focused()
    expect(steps.messages(page, "system").last).to_contain_text("ご予約を受け付けました")
    # Which way it is held depends on whose time came first.
    expect(other.locator(".side")).to_contain_text(re.compile("(対面|オンライン|電話)・予約済み"))
    expect(other.get_by_test_id("reply-input")).to_be_visible()

    # The one who is free takes the case from LINE, in the meantime the other closes the one from the web.
    keys.leave_field(owner)
    keys.choose_list(owner, "queued")
    keys.leave_field(owner)
    keys.open_case(owner, from_line)
    expect(owner.locator(".side")).to_contain_text("LINE")
    owner.keyboard.press("c")
    expect(owner.get_by_test_id("reply-input")).to_be_focused()
    owner.keyboard.insert_text("どのあたりで開きたいですか。")
    owner.keyboard.press("Control+Enter")
    # What is said stays off LINE: the bell rings there, the words are on our own page.
    assert seen(line, "Uday", "新しい返信があります")
    expect(owner.get_by_text("LINE受付済").last).to_be_visible()

    # E and Enter: thanked, and what comes next is on the screen.
    other.keyboard.press("e")
    expect(other.get_by_role("dialog")).to_be_visible()
    shot(other, "console-closing")
    assert violations(other) == []
    other.keyboard.press("Enter")
    expect(other.locator("main.case h1").filter(has_text=web)).to_have_count(0)
    # What comes next brings its list along; a list that is chosen before would be left again.
    expect(other.locator("main.case h1, [data-testid=today-view]").first).to_be_visible()
    keys.leave_field(other)
    keys.choose_list(other, "closed")
    keys.leave_field(other)
    keys.open_case(other, web)
    expect(other.locator("main.case h1 .state")).to_have_text("終了")
    expect(page.get_by_test_id("state-line")).not_to_contain_text(names[other], timeout=3_000)
    shot(other, "console-closed")
    assert violations(other) == []
    assert page.get_by_text("内緒のメモ").count() == 0
    assert not any("内緒" in m.get("text", "") for m in line.phones["Uday"])

    # Closed too early: opened again without a word to the migrant, promised, and done.
    said = steps.messages(page, "system").count()
    keys.press(other, "reopen")
    expect(other.get_by_test_id("snooze")).to_be_visible()
    keys.leave_field(other)
    other.keyboard.press("l")
    keys.tab_to(other, "promise")
    other.keyboard.press("Space")
    shot(other, "console-snooze")
    assert violations(other) == []
    keys.press(other, "snooze-opening")
    expect(other.locator(".who-is")).to_contain_text("返事の約束 11月25日(水) 9:00")
    assert steps.messages(page, "system").count() == said
    keys.press(other, "wake")
    keys.leave_field(other)
    other.keyboard.press("e")
    expect(other.get_by_role("dialog")).to_be_visible()
    other.keyboard.press("Enter")
    expect(other.locator("main.case h1").filter(has_text=web)).to_have_count(0)
    # What comes next brings its list along; a list that is chosen before would be left again.
    expect(other.locator("main.case h1, [data-testid=today-view]").first).to_be_visible()
    keys.leave_field(other)

    # What is left of the day: the list of closed cases, and the record for the file.
    keys.choose_list(other, "closed")
    expect(other.get_by_test_id("case-row").first).to_contain_text(web)
    keys.leave_field(other)
    keys.open_case(other, web)
    other.get_by_role("link", name="対応記録票").press("Enter")
    expect(other.get_by_role("article")).to_contain_text(web)
    expect(other.get_by_role("article")).not_to_contain_text("内緒")
    shot(other, "console-record")
    assert violations(other) == []

    # The report has a row for it, as the supervisor takes it along for the council.
    owner.goto(f"{ring.base}/console")
    keys.press(owner, "logout")
    keys.log_in(owner, ring.base, supervisor)
    heading = owner.get_by_role("heading", level=1)
    keys.follow(owner, "集計")
    expect(heading).to_have_text("相談の動き")
    keys.follow(owner, "成果")
    expect(heading).to_have_text("成果")
    booked = owner.locator(".figures div", has_text="相談の予約")
    expect(booked.locator("dd")).to_contain_text(re.compile("[1-9]"))
    shot(owner, "console-report")
    assert violations(owner) == []
    keys.follow(owner, "出力")
    expect(heading).to_have_text("出力")
    assert violations(owner) == []
    keys.tab_to_match(owner, "(e.href ?? '').includes(wanted)", "/conversations.csv")
    with owner.expect_download() as taken:
        owner.keyboard.press("Enter")
    with taken.value.path().open(encoding="utf-8-sig", newline="") as sheet:
        row = next(row for row in csv.DictReader(sheet) if row["受付番号"] == web)
    assert (row["経路"], row["理由"], row["引き継ぎ"]) == ("ウェブ", "人に相談したい", "1")
    assert row["最初の返事まで（分）"] != ""


def test_a_call_reaches_a_colleague_who_looks_elsewhere(
    ring: Ring, page: Page, laptops: tuple[Page, Page], shot: Shot
) -> None:
    sato, suzuki = laptops
    receipt = ask_for_a_person(page, ring.base, "起業の融資はありますか")
    keys.log_in(sato, ring.base, "sato@example.jp")
    keys.log_in(suzuki, ring.base, "suzuki@example.jp")
    keys.open_case(sato, receipt)
    sato.keyboard.press("n")
    sato.keyboard.insert_text("@")
    shot(sato, "console-note")
    assert violations(sato) == []
    keys.press(sato, "call")
    sato.keyboard.insert_text("金額を見てください")
    sato.keyboard.press("Control+Enter")

    expect(suzuki.get_by_test_id("calls")).to_contain_text("1件", timeout=3_000)
    keys.press(suzuki, "calls")
    suzuki.keyboard.press("Tab")
    suzuki.keyboard.press("Enter")

    expect(suzuki.locator("main.case h1")).to_contain_text(receipt)
    expect(suzuki.locator(".notes")).to_contain_text("金額を見てください")
    expect(suzuki.get_by_test_id("calls")).to_have_count(0, timeout=20_000)


def test_everything_works_where_streams_are_held_back(ring: Ring, browser: Browser, laptops: tuple[Page, Page]) -> None:
    """As on LGWAN: event streams end at the gateway, for the console and for the widget."""
    visitor = browser.new_context(locale="ja-JP").new_page()
    for one in (*laptops, visitor):
        one.route("**/events", lambda route: route.abort())
    receipt = ask_for_a_person(visitor, ring.base, "冬の暖房費はいくらですか")
    sato, suzuki = laptops
    keys.log_in(sato, ring.base, "sato@example.jp")
    keys.log_in(suzuki, ring.base, "suzuki@example.jp")
    for laptop in laptops:
        # The console has found out that nothing streams, and asks on.
        with laptop.expect_request("**/api/console/changes?after=*.*", timeout=25_000):
            keys.open_case(laptop, receipt)

    begun = time.monotonic()
    sato.keyboard.press("c")
    expect(suzuki.locator(".who-is")).to_contain_text("担当 佐藤", timeout=2_000)
    assert time.monotonic() - begun < patience.seconds(4), "told by the desk, not found by looking now and then"
    expect(sato.get_by_test_id("reply-input")).to_be_focused()
    sato.keyboard.insert_text("こんにちは。佐藤です。")
    sato.keyboard.press("Control+Enter")
    expect(steps.messages(visitor, "consultant").last).to_contain_text("佐藤です", timeout=8_000)
    visitor.get_by_test_id("input").fill("灯油の家です")
    visitor.get_by_test_id("send").click()
    expect(sato.locator(".transcript")).to_contain_text("灯油の家です", timeout=3_000)
    visitor.context.close()


def test_what_arrived_meanwhile_is_looked_at_before_a_reply_is_sent(
    ring: Ring, page: Page, laptops: tuple[Page, Page], shot: Shot
) -> None:
    sato, _ = laptops
    receipt = ask_for_a_person(page, ring.base, "保育園留学って何？")
    keys.log_in(sato, ring.base, "sato@example.jp")
    keys.open_case(sato, receipt)
    sato.keyboard.press("c")
    expect(sato.get_by_test_id("reply-input")).to_be_focused()
    sato.keyboard.insert_text("一週間から")
    # The draft outlives the page.
    sato.reload()
    expect(sato.get_by_test_id("reply-input")).to_have_value("一週間から")
    page.get_by_test_id("input").fill("やっぱり二週間で考えています")
    page.get_by_test_id("send").click()
    expect(sato.locator(".transcript")).to_contain_text("二週間で考えて")
    # An input method's Enter confirms kanji and sends nothing.
    sato.keyboard.press("r")
    compose(sato, "できます")
    sato.keyboard.press("Control+Enter")
    expect(steps.messages(page, "consultant")).to_have_count(0)
    sato.keyboard.insert_text("できます")
    # An Enter right after the end of a composition belongs to it.
    sato.wait_for_timeout(500)

    sato.keyboard.press("Control+Enter")

    expect(sato.get_by_test_id("newer")).to_contain_text("二週間で考えて")
    shot(sato, "console-newer")
    assert violations(sato) == []
    keys.press(sato, "send-anyway")
    expect(steps.messages(page, "consultant").last).to_contain_text("一週間から")


def test_a_long_conversation_opens_at_its_end_and_goes_back_page_by_page(
    ring: Ring, page: Page, laptops: tuple[Page, Page]
) -> None:
    sato, _ = laptops
    receipt = ask_for_a_person(page, ring.base, "市営住宅はありますか")
    keys.log_in(sato, ring.base, "sato@example.jp")
    keys.open_case(sato, receipt)
    sato.keyboard.press("c")
    expect(sato.get_by_test_id("transfer")).to_be_visible()
    case, case_id = sato.url, sato.evaluate("location.hash.split('/').pop()")
    # Nobody looks meanwhile: showing each of them where it is open is most of what this would cost.
    page.goto("about:blank")
    sato.goto(f"{ring.base}/health/live")
    sato.evaluate(
        """async (id) => {
            const { csrf } = await (await fetch('/api/console/session')).json();
            for (let n = 0; n < 130; n++)
                await fetch(`/api/console/cases/${id}/messages`, {
                    method: 'POST',
                    headers: {'content-type': 'application/json', 'x-csrf-token': csrf},
                    body: JSON.stringify({client_id: `n${n}`, text: `第${n}便`}),
                });
        }""",
        case_id,
    )
    sato.goto(case)

    talk = sato.locator(".transcript")
    expect(talk.get_by_text("第129便", exact=True)).to_be_in_viewport()
    expect(sato.get_by_test_id("transcript-message")).to_have_count(100)
    keys.press(sato, "older")

    expect(talk.get_by_text("第0便", exact=True)).to_have_count(1)
    expect(sato.get_by_test_id("older")).to_have_count(0)
