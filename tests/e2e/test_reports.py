"""The search and the report pages in a browser, over an invented stretch of time: reachable, readable, printable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.db.database import Database
from desk.demo import fill, year
from desk.hours.calendar import parse
from desk.reporting.page_frame import ROOT, SCREENS
from tests.desk.api import _HASH, PASSWORD
from tests.desk.conftest import START
from tests.e2e.axe import violations
from tests.e2e.ring import OFFICE_HOURS
from tests.faults.processes import DESK, Process
from tests.ports import free_ports

# A4 less the margins of office.css, at 96 dots an inch.
PAPER_PX = 688


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk alone, with an invented autumn."""
    folder = tmp_path_factory.mktemp("reports")
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    environment = {
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_TEST_CLOCK": OFFICE_HOURS,
        "HITOHATA_DATA_DIR": str(folder),
        "HITOHATA_PORT": str(port),
    }
    desk = Process(DESK, environment, f"{address}/health/live", folder / "desk.log")
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    hours = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
    fill.write(database, year.rows(date(2026, 9, 25), 60, 5, 11, hours))
    boss = Account("a_boss", "boss@example.jp", "高橋", "manager", _HASH, True, False, None)
    SqlAccountStore(database).add(boss, START)
    database.close()
    yield address
    desk.kill()


@pytest.fixture
def office(console: Page, base: str) -> Page:
    """A manager who is logged in."""
    console.goto(f"{base}/console")
    console.get_by_label("メールアドレス").fill("boss@example.jp")
    console.get_by_label("パスワード").fill(PASSWORD)
    console.get_by_role("button", name="ログイン").click()
    expect(console.get_by_test_id("search")).to_be_visible()
    return console


def test_every_report_is_accessible_and_fits_paper(office: Page, base: str, shot: Callable[[Page, str], Path]) -> None:
    for path in (*(path for path, _ in SCREENS), "/monthly"):
        office.set_viewport_size({"width": 1200, "height": 900})
        office.goto(f"{base}{ROOT}{path}?period=2026-10")
        assert violations(office) == [], path
        shot(office, f"reports{path.replace('/', '-')}")
        office.emulate_media(media="print")
        office.set_viewport_size({"width": PAPER_PX, "height": 1000})
        too_wide = office.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{path} is {too_wide} px wider than paper"
        expect(office.locator("form, header").filter(visible=True)).to_have_count(0)
        office.emulate_media(media="screen")


def test_a_chart_s_words_can_be_read_on_a_phone(office: Page, base: str) -> None:
    office.set_viewport_size({"width": 320, "height": 640})
    office.goto(f"{base}{ROOT}?period=2026-10")

    words = office.locator("svg.chart text").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(words) >= 9
    assert office.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(office) == []


def test_charts_need_neither_script_nor_foreign_hosts(office: Page, base: str) -> None:
    asked: list[str] = []
    office.on("request", lambda request: asked.append(request.url))

    office.goto(f"{base}{ROOT}?period=fy2026")

    assert all(url.startswith(base) for url in asked)
    # The frame's own script keeps presence; the charts are drawn without any.
    assert [url for url in asked if url.endswith(".js")] == [f"{base}/office.js"]
    for chart in office.locator("svg.chart").all():
        assert chart.get_attribute("role") == "img"
        assert "合計" in (chart.get_attribute("aria-label") or "")


def test_a_search_shows_the_words_where_they_were_said_and_narrows(
    office: Page, shot: Callable[[Page, str], Path]
) -> None:
    office.get_by_test_id("search").fill("ﾇﾉｵﾘｻﾞﾝﾏｲ")
    expect(office.get_by_test_id("search-status")).to_have_text("見つかりませんでした。")

    # However it is written.
    office.get_by_test_id("search").fill("ｿｳﾀﾞﾝ")
    expect(office.locator(".results mark").first).to_have_text("相談")

    # What the search before found has the same word marked.
    with office.expect_response(lambda r: "/search?" in r.url and quote_plus("くわしく 相談") in r.url):
        office.get_by_test_id("search").fill("くわしく 相談")
    expect(office.locator(".results")).to_have_attribute("aria-busy", "false")
    expect(office.locator(".results").get_by_test_id("case-row").first).to_be_visible()
    expect(office.locator(".results mark").first).to_have_text("相談")
    assert violations(office) == []
    before = office.get_by_test_id("case-row").count()
    office.get_by_role("button", name="続きを表示").click()
    expect(office.get_by_test_id("case-row").nth(before)).to_be_visible()
    office.get_by_text("絞り込み").click()
    office.get_by_test_id("search-channel").select_option("line")
    expect(office.locator(".results .row").first).to_contain_text("LINE")
    expect(office.locator(".results .row", has_text="ウェブ")).to_have_count(0)
    assert violations(office) == []

    office.locator(".results").get_by_test_id("case-row").first.click()
    expect(office.get_by_test_id("outcome-visit")).to_be_visible()
    shot(office, "console-search")


def test_outcomes_are_ticked_by_keyboard_and_stay(office: Page) -> None:
    office.get_by_test_id("search").fill("DEMO")
    office.locator(".results").get_by_test_id("case-row").first.click()
    box = office.get_by_test_id("outcome-online")
    was_ticked = box.is_checked()

    with office.expect_response(lambda r: r.url.endswith("/outcomes") and r.request.method == "POST"):
        box.press("Space")
    office.reload()

    expect(office.get_by_test_id("outcome-online")).to_be_checked(checked=not was_ticked)
