"""The privacy tools and the pages of accounts in a browser: a person is found, exported and erased by a manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.db.database import Database
from tests.desk.api import _HASH, PASSWORD
from tests.desk.conftest import START
from tests.e2e.axe import violations
from tests.e2e.ring import OFFICE_HOURS
from tests.faults.processes import DESK, Process
from tests.faults.widget import Widget
from tests.ports import free_ports

PAGES = (
    "privacy",
    "privacy/requests",
    "privacy/retention",
    "privacy/notices",
    "accounts",
    "audit",
    "me",
    "second-factor",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk alone, with a manager, an auditor, and somebody who left a contact."""
    folder = tmp_path_factory.mktemp("privacy")
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
    for name, role in (("高橋", "manager"), ("監査", "auditor")):
        account = Account(f"a_{role}", f"{role}@example.jp", name, role, _HASH, True, False, None)
        SqlAccountStore(database).add(account, START)
    database.close()
    widget = Widget(address)
    widget.send("犬と住める空き家をさがしています")
    widget.send("電話は090-8765-4321です")
    widget.leave_message(
        question="犬と住める空き家を見たいです",
        contact_kind="phone",
        contact="０１３４ー００ー４６４９",
        name="こはる",
    )
    yield address
    desk.kill()


def log_in(console: Page, base: str, role: str) -> None:
    console.goto(f"{base}/console")
    console.get_by_label("メールアドレス").fill(f"{role}@example.jp")
    console.get_by_label("パスワード").fill(PASSWORD)
    console.get_by_role("button", name="ログイン").click()


@pytest.fixture
def office(console: Page, base: str) -> Page:
    """A manager who is logged in."""
    log_in(console, base, "manager")
    expect(console.get_by_test_id("search")).to_be_visible()
    return console


def find(office: Page, base: str) -> None:
    office.goto(f"{base}/console/privacy")
    office.get_by_label("受付番号・メールアドレス").fill("0134-00-4649")
    office.get_by_role("button", name="さがす").click()
    office.get_by_role("link", name="OT-").click()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_by_everybody(office: Page, base: str, name: str, shot: Callable[[Page, str], Path]) -> None:
    office.goto(f"{base}/console/{name}")

    assert violations(office) == []
    shot(office, f"office-{name.replace('/', '-')}")


def test_contacts_in_a_case_are_hidden_until_asked_for(
    office: Page, base: str, shot: Callable[[Page, str], Path]
) -> None:
    office.get_by_test_id("search").fill("空き家")
    office.locator(".results").get_by_test_id("case-row").first.click()
    talk = office.get_by_role("log", name="やり取り")
    expect(talk).to_contain_text("電話は【電話番号】です")
    assert "8765" not in office.content()
    assert violations(office) == []
    shot(office, "console-contacts-hidden")

    office.get_by_test_id("show-contact").click()

    expect(talk).to_contain_text("電話は090-8765-4321です")
    expect(office.get_by_test_id("contact")).to_contain_text("0134-00-4649")
    assert violations(office) == []
    shot(office, "console-contacts-shown")
    office.get_by_test_id("show-contact").click()
    expect(talk).to_contain_text("電話は【電話番号】です")


def test_a_person_is_found_downloaded_and_erased(office: Page, base: str, shot: Callable[[Page, str], Path]) -> None:
    find(office, base)
    expect(office.get_by_text("こはる").first).to_be_visible()
    for summary in office.locator("summary").all():
        summary.click()
    assert violations(office) == []
    office.set_viewport_size({"width": 1440, "height": 2600})
    shot(office, "office-privacy-person")

    with office.expect_download() as saved:
        office.get_by_role("button", name="開示用ファイルを作る").click()
    assert saved.value.suggested_filename.startswith("開示_OT-")
    receipt = saved.value.suggested_filename.removeprefix("開示_").removesuffix(".zip")

    office.get_by_label("確認のため").fill(receipt)
    office.get_by_role("button", name="消去する").click()

    expect(office.get_by_text("消去しました").first).to_be_visible()
    assert "こはる" not in office.content()
    assert violations(office) == []


def test_an_auditor_comes_to_the_log(console: Page, base: str) -> None:
    log_in(console, base, "auditor")

    expect(console).to_have_url(f"{base}/console/audit")
    expect(console.get_by_text("改ざんはありません")).to_be_visible()
    assert violations(console) == []
