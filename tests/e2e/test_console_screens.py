"""Every screen of the console and every page of the office, as people's screens show them: nothing inaccessible, nothing cut off.

The pages are those that the desk itself serves, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.appointments.store import AppointmentStore
from desk.conversation.models import Consultant
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.demo import fill, morning, year
from desk.hours.calendar import parse
from desk.main import create_app
from desk.settings import Settings
from tests.desk.api import _HASH, PASSWORD
from tests.desk.appointments.conftest import weekdays
from tests.desk.conftest import START
from tests.e2e.axe import LOOKS, SIZES, violations
from tests.e2e.ring import OFFICE_HOURS
from tests.faults.processes import DESK, Process
from tests.ports import free_ports

# A town hall's laptop, the same where the system is dark, a large screen, the laptop at 200 %, and a phone.
VIEWS: dict[str, dict[str, Any]] = {
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
    "large": {"viewport": {"width": 1920, "height": 1080}},
    "zoom-200": {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2},
    "phone": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "color_scheme": "dark"},
}
# A light one and a dark one, a broad one and a narrow one: there all of axe's rules are run, elsewhere those of sizes and colours.
# The large screen has the laptop's colours, and nothing that the laptop has not.
RULES = {"dark": LOOKS, "large": SIZES, "zoom-200": LOOKS}
STAFF = {"consultant": "佐藤 花子", "supervisor": "鈴木", "manager": "高橋", "auditor": "監査"}
# What is served below /console that is no page.
DOWNLOADS = {
    "/console/audit.csv",
    "/console/appointments.csv",
    "/console/reports/files/{kind}.{ending}",
    "/console/reports/unanswered/phrasings.yml",
    "/console/reports/unanswered/{group_id}/draft.md",
}
# Nothing was trained here; two versions are compared by a query.
ELSEWHERE = {"/console/answers/models/{number}", "/console/answers/{topic}/{slug}/compare"}
# What is wider than its place and does not scroll by itself, and text that is cut off without an ellipsis.
CUT_OFF = """() => {
    const page = document.documentElement;
    const wide = page.scrollWidth > page.clientWidth + 1 ? [`the page: ${page.scrollWidth} > ${page.clientWidth}`] : [];
    const shown = [...document.querySelectorAll('aside, h1, h2, h3, p, a, button, label, dt, dd, th, td, summary, .line')];
    return [...wide, ...shown.filter((e) => {
        const style = getComputedStyle(e);
        return style.display !== 'inline' && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1
            && style.textOverflow !== 'ellipsis' && !e.closest('.hidden');
    }).map((e) => `${e.tagName}.${e.className}: ${e.innerText.slice(0, 30)}`)];
}"""
# Tables scroll: no word of theirs is broken (相談｜員, 127.0.0｜.1), and what a field is for is as readable as anything else.
SQUEEZED = r"""() => {
    const lines = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.bottom))).size;
    };
    const plain = (cell) => cell.children.length === 0 && cell.textContent.trim();
    const cells = [...document.querySelectorAll('.wide td, .wide th')].filter((cell) => plain(cell) && cell.checkVisibility());
    const broken = cells.filter((cell) => (plain(cell).length <= 4 || /^[!-~]{1,30}$/.test(plain(cell))) && lines(cell) > 1);
    const narrow = cells.filter((cell) => lines(cell) > 3 && plain(cell).length / lines(cell) < 3);
    const light = (color) => {
        const [red, green, blue] = color.match(/[\d.]+/g).map((part) => {
            const share = Number(part) / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const pale = [...document.querySelectorAll('[placeholder]:not([placeholder=""])')].filter((field) => {
        const [words, paper] = [getComputedStyle(field, '::placeholder').color, getComputedStyle(field).backgroundColor];
        const [dim, bright] = [light(words), light(paper)].sort((a, b) => a - b);
        return field.checkVisibility() && !/, 0\)$/.test(paper) && (bright + 0.05) / (dim + 0.05) < 4.5;
    });
    const cut = [...document.querySelectorAll('.wide caption')].filter((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return one.textContent.trim() && range.getBoundingClientRect().right > innerWidth;
    });
    return [
        ...cut.map((one) => `beyond the screen: ${one.textContent}`),
        ...[...broken, ...narrow].map((cell) => `squeezed: ${plain(cell).slice(0, 30)}`),
        ...pale.map((field) => `pale: ${field.placeholder}`),
    ];
}"""
Shot = Callable[[Page, str], Path]


@dataclass(frozen=True)
class Office:
    """A desk in the middle of a morning, and what its addresses are filled in with."""

    base: str
    examples: dict[str, str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A desk alone, with an invented autumn and people who wait."""
    folder = tmp_path_factory.mktemp("screens")
    (port,) = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    environment = {
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_TEST_CLOCK": OFFICE_HOURS,
        "HITOHATA_DATA_DIR": str(folder),
        "HITOHATA_PORT": str(port),
    }
    process = Process(DESK, environment, f"{base}/health/live", folder / "desk.log")
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    staff, store = SqlAccountStore(database), SqlStore(database)
    for role, name in STAFF.items():
        # There at this moment, so that the case in hand is not taken for lost.
        there = START if role == "consultant" else None
        account = Account(f"a_{role}", f"{role}@example.jp", name, role, _HASH, True, True, there)
        staff.add(account, START)
    hours = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
    fill.write(database, year.rows(date(2026, 10, 20), 30, 4, 3, hours))
    owner = Consultant("a_consultant", STAFF["consultant"])
    cases = morning.add(store, START - timedelta(minutes=1), owner)
    with AppointmentStore(database).write() as bookings:
        for item in weekdays(owner.id):
            bookings.add_availability(item)
    with store.read() as tx:
        conversation_id = tx.case(cases[0]).conversation_id
    database.close()
    answer = {"topic": "housing", "slug": "rent_cost", "number": "1", "fact_id": "kerosene_price"}
    yield Office(base, {"account_id": owner.id, "case_id": cases[0], "conversation_id": conversation_id, **answer})
    process.kill()


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[str, Page]]:
    """A browser set up as one of the screens people have."""
    name = str(request.param)
    context = browser.new_context(locale="ja-JP", **VIEWS[name])
    yield name, context.new_page()
    context.close()


def log_in(page: Page, base: str, role: str) -> None:
    page.goto(f"{base}/console")
    page.get_by_label("メールアドレス").fill(f"{role}@example.jp")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    expect(page.get_by_role("button", name="ログアウト")).to_be_visible()


def show(page: Page, screen: CDPSession, name: str) -> None:
    """Show a page as one of the screens would: sharpness too, which Playwright sets for a whole context only."""
    view = VIEWS[name]
    sharpness = view.get("device_scale_factor", 1)
    size = {**view["viewport"], "deviceScaleFactor": sharpness, "mobile": False}
    screen.send("Emulation.setDeviceMetricsOverride", size)
    page.emulate_media(color_scheme=view.get("color_scheme", "light"))
    width, height = view["viewport"].values()
    assert page.evaluate("[innerWidth, innerHeight, devicePixelRatio]") == [width, height, sharpness]


def problems(page: Page, name: str) -> list[str]:
    return [*violations(page, only=RULES.get(name)), *page.evaluate(CUT_OFF), *page.evaluate(SQUEEZED)]


def served(tmp_path: Path) -> set[str]:
    """Return the addresses below /console that the desk answers when they are opened."""
    app = create_app(Settings(_env_file=None, environment="test", data_dir=tmp_path))
    found = {str(route.path) for route in app.routes if "GET" in (getattr(route, "methods", None) or ())}
    return {path for path in found if path.startswith("/console/")}


def appointment(page: Page, base: str) -> str:
    """Make time for appointments and one appointment, as a manager does; returns its id."""
    page.goto(f"{base}/console/appointments/times")
    page.get_by_role("checkbox", name="水", exact=True).check()
    page.get_by_role("button", name="加える").click()
    expect(page.get_by_role("status").filter(has_text="保存しました")).to_be_visible()
    page.goto(f"{base}/console/appointments/new")
    page.locator(".time:visible").first.click()
    page.get_by_label("お呼びする名前").fill("こはる")
    page.get_by_label("メールアドレスか電話番号").fill("koharu@example.jp")
    page.get_by_label("上のことを本人に伝え").check()
    page.get_by_role("button", name="予約する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("予約 YO-")
    return page.url.rpartition("/")[2].partition("?")[0]


@pytest.fixture(scope="module")
def pages(
    desk: Office, browser: Browser, tmp_path_factory: pytest.TempPathFactory, shot: Shot
) -> dict[str, dict[str, list[str]]]:
    """What is wrong with each page of the office, by view: a page is opened once, and then shown in each size, sharpness and colour."""
    addresses = sorted(served(tmp_path_factory.mktemp("served")) - DOWNLOADS - ELSEWHERE)
    found: dict[str, dict[str, list[str]]] = {name: {} for name in VIEWS}
    with browser.new_context(locale="ja-JP", no_viewport=True) as context:
        page = context.new_page()
        screen = context.new_cdp_session(page)
        log_in(page, desk.base, "manager")
        known = {**desk.examples, "appointment_id": appointment(page, desk.base)}
        for path in addresses:
            # A page with something unknown in its address fails here: give an example of it above.
            page.goto(desk.base + path.format_map(known))
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            is_shown = page.get_by_role("heading", name="表示できません").count() == 0
            for name in VIEWS:
                show(page, screen, name)
                found[name][path] = problems(page, name) if is_shown else ["it is not shown"]
                shot(page, f"office-{path.removeprefix('/console/').replace('/', '-')}-{name}")
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_every_page_of_the_office(pages: dict[str, dict[str, list[str]]], name: str) -> None:
    found = pages[name]

    assert len(found) >= 20
    assert found == {path: [] for path in found}


@pytest.fixture(scope="module")
def of_auditor(desk: Office, browser: Browser, shot: Shot) -> dict[str, dict[str, list[str]]]:
    """What is wrong with each page that an auditor's bar leads to, and with one that is refused, by view; at last they log out."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in VIEWS}
    with browser.new_context(locale="ja-JP", no_viewport=True) as context:
        page = context.new_page()
        screen = context.new_cdp_session(page)
        log_in(page, desk.base, "auditor")
        links = page.get_by_role("banner").get_by_role("navigation").get_by_role("link")
        addresses = [link.get_attribute("href") for link in links.all()]
        # 対応 is the console itself, which has its own test.
        for path in [*(address for address in addresses if address != "/console"), "/console/accounts"]:
            page.goto(f"{desk.base}{path}")
            for name in VIEWS:
                show(page, screen, name)
                found[name][str(path)] = problems(page, name)
        for name in VIEWS:
            show(page, screen, name)
            expect(page.get_by_role("alert")).to_contain_text("監査の役割では")
            shot(page, f"office-refused-{name}")
        page.goto(f"{desk.base}/console/audit")
        leave = page.get_by_role("button", name="ログアウト")
        for name in VIEWS:
            show(page, screen, name)
            # It can be clicked in each of them: all but the click itself.
            leave.click(trial=True)
        leave.click()
        expect(page.get_by_test_id("login-email")).to_be_visible()
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_what_an_auditor_sees(of_auditor: dict[str, dict[str, list[str]]], name: str) -> None:
    found = of_auditor[name]

    assert len(found) > 1
    assert found == {path: [] for path in found}


def test_every_state_of_the_console(desk: Office, view: tuple[str, Page], shot: Shot) -> None:
    name, page = view
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        found[state] = problems(page, name)
        shot(page, f"console-{state}-{name}")

    page.goto(f"{desk.base}/console")
    expect(page.get_by_test_id("login-email")).to_be_visible()
    look("login")
    log_in(page, desk.base, "consultant")
    expect(page.get_by_test_id("today-view")).to_contain_text("待っている人")
    look("today")
    page.get_by_test_id("settings").click()
    look("settings")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look("keys")
    page.keyboard.press("Escape")
    for state in ("queued", "message_left", "consultant", "closed"):
        page.goto(f"{desk.base}/console#/")
        page.get_by_test_id(f"tab-{state}").click()
        expect(page.get_by_test_id("case-row").first).to_be_visible()
        look(f"list-{state}")
        page.get_by_test_id("case-row").first.click()
        expect(page.locator("main.case h1")).to_contain_text(re.compile(r"(OT|DEMO)-\d+"))
        look(f"case-{state}")
    page.goto(f"{desk.base}/console#/")
    page.get_by_test_id("tab-consultant").click()
    page.get_by_test_id("case-row").first.click()
    expect(page.get_by_test_id("transfer")).to_be_visible()
    page.get_by_test_id("inserts").click()
    expect(page.get_by_test_id("insert").first).to_be_visible()
    look("inserts")
    page.get_by_test_id("inserts").click()
    for button in ("transfer", "snooze", "close"):
        page.get_by_test_id(button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        look(f"dialog-{button}")
        page.keyboard.press("Escape")

    page.get_by_test_id("correct").click()
    page.get_by_test_id("fact-contact").fill("おたる")
    page.get_by_test_id("facts-save").click()
    expect(page.get_by_test_id("facts").get_by_role("alert")).to_be_visible()
    look("facts-refused")
    page.get_by_test_id("facts").get_by_role("button", name="やめる").click()

    page.get_by_test_id("book-for-person").click()
    page.get_by_test_id("free-time").first.click()
    expect(page.get_by_test_id("book-save")).to_be_visible()
    page.get_by_test_id("week-panel").scroll_into_view_if_needed()
    look("week")

    assert found == {state: [] for state in found}


# Fields that reach beyond the words they belong to, and buttons beyond their form: they would lie over what is beside them.
BEYOND = """() => {
    const right = (e) => e.getBoundingClientRect().right;
    const beyond = (outer, inner) => [...document.querySelectorAll(outer)].flatMap((place) =>
        [...place.querySelectorAll(inner)].filter((e) => right(e) > right(place) + 1)
            .map((e) => `${e.name || e.innerText} in ${place.innerText.slice(0, 30)}`));
    return [...beyond('main label', 'input:not([type=hidden]), select, textarea'), ...beyond('main form', 'button')];
}"""


@pytest.mark.parametrize(("width", "answer"), [(360, "housing/akiya_bank"), (1366, "housing/akiya_owner")])
def test_the_forms_of_the_answers_fit(desk: Office, browser: Browser, width: int, answer: str, shot: Shot) -> None:
    """Everything that can be opened is open, the editor has all its rows."""
    context = browser.new_context(locale="ja-JP", viewport={"width": width, "height": 800})
    page = context.new_page()
    log_in(page, desk.base, "manager")
    page.goto(f"{desk.base}/console/answers/{answer}")
    page.get_by_role("button", name="この回答を直す").click()
    expect(page.get_by_label("見出し", exact=True)).to_be_visible()
    editor = page.url.removeprefix(desk.base)
    others = ("/console/review", "/console/answers/off", "/console/answers/try", "/console/answers/facts/new")
    found = {}
    for path in (editor, *others):
        page.goto(f"{desk.base}{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        shot(page, f"answers-open-{path.rpartition('/')[2]}-{width}")
        if wrong := [*page.evaluate(CUT_OFF), *page.evaluate(BEYOND)]:
            found[path] = wrong
    context.close()
    assert found == {}
