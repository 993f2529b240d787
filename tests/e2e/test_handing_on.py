"""A case changes hands before two people's eyes: told within two seconds, undone within ten, and no words are lost."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from standardwebhooks.webhooks import Webhook

from desk.settings import DEVELOPMENT_SECRET
from tests import loopback, patience
from tests.desk.api import SAMPLE
from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import PASSWORD, Ring

LAPTOP = {"width": 1366, "height": 768}
Shot = Callable[..., object]
TOLD_WITHIN_MS = 2_000
# Whether nothing lies over these parts of the next case, once it is there beside what can be undone.
FREE = """parts => {
  const part = (id) => document.querySelector(`[data-testid="${id}"]`);
  if (!part("undo") || !parts.every(part)) return false;
  return parts.every((id) => {
    // A longer case has them below its edge.
    part(id).scrollIntoView({ block: "nearest" });
    const { left, top, width, height } = part(id).getBoundingClientRect();
    return part(id).contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
}"""


@pytest.fixture
def laptops(browser: Browser) -> Iterator[Callable[[], Page]]:
    contexts = []

    def make() -> Page:
        contexts.append(browser.new_context(viewport=LAPTOP, locale="ja-JP"))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


class Migrant:
    """Somebody in a chat who was handed over; no browser is needed for what consultants see."""

    def __init__(self, base: str, **known: object) -> None:
        self.http = loopback.Client(base_url=base)
        loopback.close_with(self, self.http)
        begun = self.http.post("/api/web/conversations").raise_for_status().json()
        self.http.headers["authorization"] = f"Bearer {begun['token']}"
        body = json.dumps(SAMPLE | known | {"conversation_id": begun["conversation_id"]})
        at, name = dt.datetime.now(dt.UTC), f"w_{uuid.uuid4().hex}"
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(DEVELOPMENT_SECRET).sign(name, at, body),
        }
        done = self.http.post("/webhooks/handoff", content=body, headers=headers)
        self.receipt = done.raise_for_status().json()["receipt"]

    def say(self, words: str) -> None:
        body = {"client_id": uuid.uuid4().hex, "text": words}
        self.http.post("/api/web/messages", json=body).raise_for_status()


def log_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/console")
    page.get_by_test_id("login-email").fill(email)
    page.get_by_test_id("login-password").fill(PASSWORD)
    page.get_by_test_id("login-submit").click()
    expect(page.get_by_test_id("logout")).to_be_visible()


def open_case(page: Page, receipt: str, tab: str = "queued") -> None:
    page.get_by_test_id(f"tab-{tab}").click()
    page.get_by_test_id("case-row").filter(has_text=receipt).click()
    expect(page.locator("main.case h1")).to_contain_text(receipt)


def claim_and_answer(page: Page, migrant: Migrant) -> None:
    """The last word is the consultant's: nothing is unanswered."""
    open_case(page, migrant.receipt)
    page.get_by_test_id("claim").click()
    expect(page.get_by_test_id("transfer")).to_be_visible()
    steps.reply(page, "お答えします。")
    expect(page.get_by_test_id("reply-input")).to_have_value("")


def hand_to(page: Page, name: str, note: str = "") -> None:
    page.get_by_test_id("transfer").click()
    page.get_by_test_id("transfer-note").fill(note)
    page.get_by_test_id("transfer-to").filter(has_text=name).click()


def test_what_can_be_undone_leaves_the_next_case_free(ring: Ring, laptops: Callable[[], Page], shot: Shot) -> None:
    page = laptops()
    log_in(page, ring.base, "sato@example.jp")
    first, second = Migrant(ring.base), Migrant(ring.base)
    claim_and_answer(page, second)
    second.say("もう一つ聞きたいです")
    claim_and_answer(page, first)

    page.get_by_test_id("close").click()
    page.get_by_test_id("confirm").click()
    expect(page.locator("main.case h1")).not_to_contain_text(first.receipt)
    # In one look: the bar goes by itself.
    page.wait_for_function(FREE, arg=["reply-send", "inserts", "note-input", "correct"])
    page.keyboard.press("u")
    expect(page.locator("main.case h1")).to_contain_text(first.receipt)
    shot(page, "handing-on-undo-and-next")


def test_a_transfer_reaches_who_gets_it_within_two_seconds_and_can_be_undone(
    ring: Ring, laptops: Callable[[], Page], shot: Shot
) -> None:
    sato, suzuki = laptops(), laptops()
    log_in(sato, ring.base, "sato@example.jp")
    log_in(suzuki, ring.base, "suzuki@example.jp")
    migrant = Migrant(ring.base)
    claim_and_answer(sato, migrant)
    sato.get_by_test_id("transfer").click()
    expect(sato.get_by_role("dialog")).to_contain_text("在席")
    shot(sato, "handing-on-dialog")
    assert violations(sato) == []
    sato.keyboard.press("Escape")

    hand_to(sato, "鈴木", "電話は夕方にお願いします")
    began = time.monotonic()
    told = suzuki.get_by_test_id("news")
    expect(told).to_contain_text(migrant.receipt, timeout=TOLD_WITHIN_MS)
    assert time.monotonic() - began < patience.seconds(TOLD_WITHIN_MS / 1_000)
    expect(told).to_contain_text("佐藤さんから引き継ぎました")
    expect(told).to_contain_text("電話は夕方にお願いします")
    expect(suzuki.get_by_test_id("handed")).to_contain_text(migrant.receipt)
    shot(suzuki, "handing-on-told")
    shot(sato, "handing-on-undo")
    assert violations(suzuki) == []
    assert violations(sato) == []

    sato.get_by_test_id("undo").click()
    expect(sato.get_by_test_id("transfer")).to_be_visible()
    expect(told).to_contain_text("取り消しました", timeout=TOLD_WITHIN_MS)

    # In earnest: opened, it is seen, and what was noted stays in sight.
    hand_to(sato, "鈴木", "電話は朝にお願いします")
    new = told.locator(".item").filter(has_text="電話は朝にお願いします")
    expect(new).to_be_visible(timeout=TOLD_WITHIN_MS)
    new.get_by_test_id("news-open").click()
    expect(suzuki.get_by_test_id("told")).to_contain_text("電話は朝にお願いします")
    expect(told).not_to_contain_text(migrant.receipt, timeout=5_000)
    expect(suzuki.get_by_test_id("reply-input")).to_be_visible()
    # After its ten seconds the offer is gone.
    expect(sato.get_by_test_id("undo")).to_have_count(0, timeout=15_000)


def test_a_take_over_says_who_and_keeps_the_words_that_were_being_written(
    ring: Ring, laptops: Callable[[], Page], shot: Shot
) -> None:
    steps.add_account(ring, "本田", "honda@example.jp", "supervisor")
    sato, chief = laptops(), laptops()
    log_in(sato, ring.base, "sato@example.jp")
    log_in(chief, ring.base, "honda@example.jp")
    migrant = Migrant(ring.base)
    claim_and_answer(sato, migrant)
    sato.get_by_test_id("reply-input").fill("いま調べています。")

    open_case(chief, migrant.receipt, "consultant")
    chief.get_by_test_id("take-over").click()
    chief.get_by_test_id("confirm").click()

    lost = sato.get_by_test_id("lost")
    expect(lost).to_contain_text("本田さんが担当になりました", timeout=TOLD_WITHIN_MS)
    expect(sato.get_by_test_id("lost-draft")).to_have_value("いま調べています。")
    expect(sato.get_by_test_id("told")).to_contain_text("本田さんが引き取りました")
    shot(sato, "handing-on-lost")
    assert violations(sato) == []

    # Undone, the words are where they were.
    chief.get_by_test_id("undo").click()
    expect(sato.get_by_test_id("reply-input")).to_have_value("いま調べています。", timeout=5_000)


def test_on_a_page_of_the_office_one_hears_of_it_as_well(ring: Ring, laptops: Callable[[], Page], shot: Shot) -> None:
    sato, suzuki = laptops(), laptops()
    log_in(sato, ring.base, "sato@example.jp")
    log_in(suzuki, ring.base, "suzuki@example.jp")
    suzuki.goto(f"{ring.base}/console/reports")
    migrant = Migrant(ring.base)
    claim_and_answer(sato, migrant)
    # In the office's pages only, and 在席 all the same.
    sato.get_by_test_id("transfer").click()
    expect(sato.get_by_test_id("transfer-to").filter(has_text="鈴木")).to_contain_text("在席")
    sato.keyboard.press("Escape")
    hand_to(sato, "鈴木")

    # Asked for when the page is looked at again, and every 20 s while it is open.
    expect(suzuki.locator("#news")).to_contain_text(migrant.receipt, timeout=25_000)
    shot(suzuki, "handing-on-office-page")
    assert violations(suzuki) == []


def test_closing_an_account_asks_who_goes_on(ring: Ring, laptops: Callable[[], Page], shot: Shot) -> None:
    steps.add_account(ring, "管理", "kanri@example.jp", "manager")
    steps.add_account(ring, "退職", "taishoku@example.jp", "consultant")
    leaving, boss = laptops(), laptops()
    log_in(leaving, ring.base, "taishoku@example.jp")
    log_in(boss, ring.base, "kanri@example.jp")
    migrant = Migrant(ring.base)
    claim_and_answer(leaving, migrant)

    boss.goto(f"{ring.base}/console/accounts")
    boss.locator("tr", has_text="taishoku@example.jp").get_by_role("link", name="停止する").click()
    expect(boss.locator("main")).to_contain_text("担当中の相談：1件")
    shot(boss, "handing-on-closing")
    assert violations(boss) == []
    boss.get_by_label("引き継ぐ相手").select_option("queue")
    boss.get_by_role("button", name="停止する").click()
    expect(boss.get_by_role("status").filter(has_text="停止しました")).to_be_visible()

    expect(leaving.locator(".problem")).to_contain_text("停止されました", timeout=20_000)
    shot(leaving, "handing-on-stopped")
