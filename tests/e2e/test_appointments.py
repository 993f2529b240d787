"""An appointment from the wish in the chat to the office's week, by keyboard and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import keys, steps
from tests.e2e.axe import violations
from tests.e2e.ring import Ring

Shot = Callable[..., Path]


@pytest.fixture
def no_script(browser: Browser) -> Iterator[Page]:
    """A telephone of 320 px in another part of the world, with scripts switched off."""
    opened = browser.new_context(
        viewport={"width": 320, "height": 720},
        locale="ja-JP",
        timezone_id="America/New_York",
        java_script_enabled=False,
    )
    yield opened.new_page()
    opened.close()


@pytest.fixture
def office(ring: Ring, console: Page) -> Page:
    """A consultant who can be booked from Monday to Friday."""
    steps.log_in(console, ring.base)
    console.goto(f"{ring.base}/console/appointments/times")
    missing = [
        day for day in "月火水木金" if not console.get_by_role("button", name=f"毎週{day}曜日を取り除く").count()
    ]
    if missing:
        for day in "月火水木金土日":
            console.get_by_role("checkbox", name=day, exact=True).set_checked(day in missing)
        console.get_by_role("button", name="加える").click()
        expect(console.get_by_role("status").filter(has_text="保存しました")).to_be_visible()
    return console


def book(page: Page) -> None:
    """Fill in and confirm, from the fields on."""
    page.get_by_label("お呼びする名前").fill("たろう")
    page.get_by_label("メールアドレス か 電話番号").fill("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ")
    page.get_by_label("個人情報の取り扱いを確かめました").check()
    page.get_by_role("button", name="確認へすすむ").click()
    expect(page.get_by_text("taro@example.jp")).to_be_visible()
    page.get_by_role("button", name="この内容で予約する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ご予約を受け付けました")


def test_a_time_wished_for_in_the_chat_becomes_an_appointment(ring: Ring, office: Page, page: Page, shot: Shot) -> None:
    steps.open_widget(page, ring.base)
    answer = steps.ask(page, "来週の火曜の午後に相談員さんと話したいです")
    expect(answer).to_contain_text("ご希望に合う")
    later = steps.ask(page, "じゃあ木曜の午前は？")
    expect(later.get_by_role("button", name=re.compile("12月3日"))).not_to_have_count(0)
    shot(page, "appointment-offer")

    later.get_by_role("button", name=re.compile("12月3日")).first.click()
    link = page.locator("a[href*='/appointments/']").last
    expect(link).to_be_visible(timeout=10_000)
    shot(page, "appointment-link")
    address = link.get_attribute("href")
    booking = page.context.new_page()
    booking.goto(address.replace(re.match(r"https?://[^/]+", address)[0], ring.base))
    booking.get_by_role("link", name=re.compile("オンライン")).click()
    expect(booking.get_by_label("お呼びする名前")).to_be_visible()
    assert violations(booking) == []
    shot(booking, "appointment-fields")
    book(booking)
    assert violations(booking) == []
    shot(booking, "appointment-booked")

    expect(steps.messages(page, "system").last).to_contain_text("ご予約を受け付けました")
    office.goto(f"{ring.base}/console/appointments?week=2026-12-03")
    expect(office.get_by_role("table").first).to_contain_text("12月3日(木)")
    assert violations(office) == []
    shot(office, "appointment-week", full_page=True)
    office.get_by_role("table").get_by_role("link").first.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("予約 YO-")
    assert violations(office) == []
    shot(office, "appointment-one", full_page=True)


def test_a_time_is_taken_with_the_telephone_number_beside_it(ring: Ring, page: Page, shot: Shot) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "予約したい")
    offer = steps.next_answer(page)
    page.get_by_test_id("input").fill("電話番号は090-1234-5678です。3日の10時で")
    page.get_by_test_id("send").click()
    page.get_by_role("button", name="このまま送る").click()

    expect(offer).to_contain_text("「予約のページ」で入れてください")
    expect(offer.get_by_role("button", name=re.compile("12月3日"))).not_to_have_count(0)
    shot(page, "appointment-order")


def test_what_is_not_kept_is_not_taken_back(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)

    expect(steps.ask(page, "伝言を取り消したい")).to_contain_text("お預かりしている伝言は、いまはありません")
    expect(steps.ask(page, "予約を取り消したい")).to_contain_text("ご予約は、いまはありません")
    expect(steps.ask(page, "キャンセルしたい")).to_contain_text("取り消すご予約や伝言は、いまはありません")


def test_the_whole_way_without_a_script_at_320_pixels(ring: Ring, office: Page, no_script: Page, shot: Shot) -> None:
    page = no_script
    page.goto(f"{ring.base}/appointments")
    page.get_by_role("button", name="予約をはじめる").click()
    shot(page, "appointment-method-320")
    page.get_by_role("link", name=re.compile("^オンライン")).click()
    shot(page, "appointment-days-320", full_page=True)
    page.get_by_role("link", name=re.compile(r"11月27日\(金\)")).click()
    shot(page, "appointment-times-320")
    page.get_by_role("link", name="10:00〜11:00").click()
    page.get_by_role("button", name="確認へすすむ")
    shot(page, "appointment-fields-320", full_page=True)
    book(page)
    shot(page, "appointment-booked-320", full_page=True)

    page.get_by_role("link", name="日時や方法を変える").click()
    page.get_by_role("link", name=re.compile("^オンライン")).click()
    page.get_by_role("link", name=re.compile(r"11月30日\(月\)")).click()
    page.get_by_role("link", name="14:00〜15:00").click()
    page.get_by_role("button", name="この日時に変える").click()
    expect(page.get_by_text("11月30日(月) 14:00〜15:00")).to_be_visible()

    page.get_by_role("link", name="予約を取り消す").click()
    page.get_by_role("button", name="予約を取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ご予約は取り消しました")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_back_from_the_booked_page_sends_nothing_again(ring: Ring, office: Page, page: Page) -> None:
    asked: list[tuple[str, str]] = []
    page.goto(f"{ring.base}/appointments")
    page.get_by_role("button", name="予約をはじめる").click()
    page.get_by_role("link", name=re.compile("^オンライン")).click()
    page.get_by_role("link", name=re.compile(r"12月1日\(火\)")).click()
    page.get_by_role("link", name="15:00〜16:00").click()
    book(page)
    page.on("request", lambda request: asked.append((request.method, request.url)))

    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("ご予約を受け付けました")

    assert {method for method, _ in asked} == {"GET"}
    assert not [address for _, address in asked if "taro" in address]


@pytest.mark.parametrize("path", ["/appointments", "/appointments/nothing"])
def test_the_pages_around_it_are_open_to_everybody(ring: Ring, page: Page, path: str, shot: Shot) -> None:
    page.goto(f"{ring.base}{path}")

    assert violations(page) == []
    shot(page, f"appointment-{path.rpartition('/')[2]}")


def test_the_office_s_pages_of_time_are_open_to_everybody(ring: Ring, office: Page, shot: Shot) -> None:
    for name in ("times", "new"):
        office.goto(f"{ring.base}/console/appointments/{name}")
        assert violations(office) == []
        shot(office, f"appointment-{name}", full_page=True)


def test_an_appointment_for_somebody_is_made_by_keyboard_and_a_refusal_keeps_the_time(
    ring: Ring, office: Page, shot: Shot
) -> None:
    office.goto(f"{ring.base}/console/appointments/new")
    keys.tab_to_match(office, "e.name === wanted", "method")
    while not office.get_by_role("radio", name="電話", exact=True).is_checked():
        office.keyboard.press("ArrowDown")
    expect(office.locator(".time.online:visible")).to_have_count(0)
    week = office.locator(".free details").nth(1)
    name = week.locator("summary").inner_text()
    keys.tab_to_match(office, "e.tagName === 'SUMMARY' && e.innerText === wanted", name)
    office.keyboard.press("Enter")
    expect(week.locator(".time.phone input").first).to_be_focused()
    office.keyboard.press("Space")
    office.keyboard.press("ArrowDown")
    chosen = week.locator(".time.phone input").nth(1)
    expect(chosen).to_be_checked()
    shot(office, "appointment-new-chosen")

    keys.to_label(office, "お呼びする名前")
    office.keyboard.insert_text("こはる")
    keys.to_label(office, "メールアドレスか電話番号")
    office.keyboard.insert_text("koharu@example.jp")
    keys.to_label(office, "本人に伝え")
    office.keyboard.press("Space")
    office.keyboard.press("Enter")
    expect(office.get_by_role("alert")).to_contain_text("電話番号")
    expect(chosen).to_be_checked()
    expect(week).to_have_attribute("open", "")
    assert violations(office) == []

    office.get_by_label("メールアドレスか電話番号").fill("090-1234-5678")
    office.get_by_role("button", name="予約する").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("予約 YO-")


def test_an_appointment_is_moved_in_the_same_calendar(ring: Ring, office: Page, shot: Shot) -> None:
    office.goto(f"{ring.base}/console/appointments/new")
    office.locator(".time:visible").nth(3).click()
    office.get_by_label("お呼びする名前").fill("なつみ")
    office.get_by_label("メールアドレスか電話番号").fill("natsumi@example.jp")
    office.get_by_label("上のことを本人に伝え").check()
    office.get_by_role("button", name="予約する").click()
    expect(office.get_by_role("status").filter(has_text="予約を作り")).to_be_visible()

    office.get_by_text("日時・方法を変える").click()
    office.locator(".time:visible").last.click()
    shot(office, "appointment-move", full_page=True)
    office.get_by_role("button", name="変えて本人に知らせる").click()
    expect(office.get_by_role("status").filter(has_text="予約への変更を保存しました")).to_be_visible()
    expect(office.locator("main")).to_contain_text("変更済み")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_has_room_and_contrast_for_easy_words_at_320_pixels(
    ring: Ring, office: Page, browser: Browser, scheme: Literal["light", "dark"], shot: Shot
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, locale="ja-JP")
    page = context.new_page()

    def look(step: str) -> None:
        assert violations(page) == [], step
        # Letters beside each other or cut off where readings are wider than their words.
        too_broad = page.evaluate(
            """() => [...document.querySelectorAll("main, footer, main *, footer *")]
                .filter(e => e.clientWidth && getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1)
                .map(e => `${e.tagName}: ${e.scrollWidth} > ${e.clientWidth}`)"""
        )
        assert too_broad == [], step
        # A name or number that is broken in two is drawn in two pieces.
        assert page.evaluate(
            """() => [...document.querySelectorAll("footer .whole a, a[href^='tel:']")].every(e => e.getClientRects().length === 1)"""
        ), step
        shot(page, f"appointment-easy-{step}-{scheme}", full_page=True)

    page.goto(f"{ring.base}/appointments?language=ja-easy")
    look("begin")
    page.locator("main form button").click()
    look("method")
    page.locator(".tile", has_text="オンライン").click()
    look("days")
    page.locator(".tile").last.click()
    look("times")
    page.locator(".tile").last.click()
    page.locator("main form button").click()
    look("wrong")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").last.click()
    expect(page.get_by_role("checkbox")).to_be_in_viewport()
    page.goto(f"{ring.base}/appointments/nothing/at/all")
    expect(page.get_by_role("heading", level=1)).to_have_text("ページが見つかりません")
    look("nothing")
    context.close()
