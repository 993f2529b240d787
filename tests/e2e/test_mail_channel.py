"""A consultation by mail as the two people see it: the sender in a mailbox, the consultant in the console; then it is erased."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.db.database import Database
from desk.db.personal_data import inventory
from tests import patience
from tests.desk.api import _HASH, PASSWORD
from tests.desk.conftest import START
from tests.e2e.axe import violations
from tests.e2e.ring import OFFICE_HOURS, Ring
from tests.faults.processes import DESK, Process
from tests.mail_simulator.server import Simulator, running
from tests.ports import free_ports

Shot = Callable[[Page, str], Path]
HANAKO = "hanako@example.com"
QUESTION = "犬と住める家はありますか。"
THANKS = "ありがとうございます。見学の前に秘密の住所をお伝えします。"
SOON = 20_000


@dataclass
class Office:
    """A desk that reads a mailbox."""

    base: str
    folder: Path

    def kept(self, words: re.Pattern[str]) -> list[str]:
        """Names of the tables of personal data in which the words stand."""
        database = Database(f"sqlite:///{self.folder / 'desk.db'}")
        with database.read() as connection:
            found = [
                holding.table.name
                for holding in inventory()
                if any(words.search(str(dict(row))) for row in connection.execute(holding.table.select()).mappings())
            ]
        database.close()
        return found

    def files(self) -> list[Path]:
        """Files that people sent."""
        return [path for path in (self.folder / "attachments").rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("post"), *free_ports(3)) as found:
        yield found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, ring: Ring, simulator: Simulator) -> Iterator[Office]:
    """A desk of its own; the assistant of the other system understands for it."""
    folder = tmp_path_factory.mktemp("mail_desk")
    (port,) = free_ports(1)
    found = Office(f"http://127.0.0.1:{port}", folder)
    environment = {
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_TEST_CLOCK": OFFICE_HOURS,
        "HITOHATA_DATA_DIR": str(folder),
        "HITOHATA_PORT": str(port),
        "HITOHATA_ASSISTANT_PORT": ring.environment["HITOHATA_ASSISTANT_PORT"],
        **simulator.settings,
    }
    desk = Process(DESK, environment, f"{found.base}/health/live", folder / "desk.log")
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    for name, role in (("佐藤", "consultant"), ("高橋", "manager")):
        account = Account(f"a_{role}", f"{role}@example.jp", name, role, _HASH, True, False, None)
        SqlAccountStore(database).add(account, START)
    database.close()
    yield found
    desk.kill()


def log_in(page: Page, base: str, role: str) -> None:
    page.goto(f"{base}/console")
    page.get_by_test_id("login-email").fill(f"{role}@example.jp")
    page.get_by_test_id("login-password").fill(PASSWORD)
    page.get_by_test_id("login-submit").click()
    expect(page.get_by_test_id("search")).to_be_visible()


def test_a_consultation_from_the_first_mail_to_its_erasure(
    office: Office, simulator: Simulator, page: Page, console: Page, browser: Browser, shot: Shot
) -> None:
    # A mail comes in; its sender hears at once that it came.
    page.goto(f"{simulator.page}/#{HANAKO}")
    page.get_by_label("件名").fill("移住の相談")
    page.get_by_label("本文").fill(f"はじめまして。\n{QUESTION}")
    page.get_by_label("写真を付ける").check()
    page.get_by_role("button", name="送信").click()
    thread = page.get_by_role("article")
    expect(thread).to_have_count(2, timeout=SOON)
    expect(thread.last).to_contain_text("メールを受け取りました")

    # The consultant takes it, and the answer that fits lies ready with its sources.
    log_in(console, office.base, "consultant")
    console.get_by_test_id("tab-queued").click()
    row = console.get_by_test_id("case-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("メール")
    row.click()
    console.get_by_test_id("claim").click()
    draft = console.get_by_test_id("draft").first
    expect(draft).to_be_visible(timeout=SOON)
    assert violations(console) == []
    shot(console, "mail-channel-draft")
    draft.click()
    field = console.get_by_test_id("reply-input")
    expect(field).to_have_value(re.compile("出典"))
    words = field.input_value().split("\n")[0]
    console.get_by_test_id("reply-send").click()

    # It is in the sender's mailbox, within the thread.
    expect(thread).to_have_count(3, timeout=SOON)
    expect(thread.last).to_contain_text(words)
    expect(page.locator("#list button")).to_have_count(1)
    expect(console.get_by_text("メールサーバー受付済").first).to_be_visible(timeout=SOON)
    shot(page, "mail-channel-mailbox")

    # The sender's answer comes back into the same case.
    page.get_by_label("本文").fill(THANKS)
    page.get_by_role("button", name="送信").click()
    said = console.get_by_test_id("transcript-message")
    expect(said.last).to_contain_text("秘密の住所", timeout=SOON)
    shot(console, "mail-channel-case")
    console.get_by_test_id("tab-queued").click()
    expect(console.get_by_test_id("case-row")).to_have_count(0)
    secret = re.compile("秘密の住所|犬と住める家はありますか|hanako|山田")
    assert office.kept(secret)
    assert office.files()

    # A manager erases it: nothing is left in the database, on the disk, in the centre's mailbox.
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP")
    manager = context.new_page()
    log_in(manager, office.base, "manager")
    manager.goto(f"{office.base}/console/privacy")
    manager.get_by_label("受付番号・メールアドレス").fill(HANAKO)
    manager.get_by_role("button", name="さがす").click()
    found = manager.get_by_role("link", name=re.compile(r"^[A-Z]{2}-"))
    receipt = found.inner_text()
    found.click()
    # The page that is left has summaries too.
    expect(manager.get_by_label("確認のため")).to_have_count(1)
    for summary in manager.locator("summary").all():
        summary.click()
    manager.get_by_label("確認のため").fill(receipt)
    manager.get_by_role("button", name="消去する").click()
    expect(manager.get_by_text("消去しました").first).to_be_visible()
    assert office.kept(secret) == []
    # Files follow within seconds, by the sweeper's hand.
    assert patience.until(lambda: office.files() == [], 30), office.files()
    # Somebody else's mail makes the desk look into the mailbox.
    simulator.post_office.write("taro@example.com", "空き家はありますか。", subject="空き家")
    assert patience.until(lambda: list(simulator.imap.mails().values()) == [True], 60)
    context.close()
