"""What people do in the browser, by the names the screens give their parts."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests import patience
from tests.e2e import ring as rings
from tests.e2e.ring import PASSWORD, Ring

# The assistant has eight seconds for an answer, and may be behind with what was written before.
MOST_TAPS, TAP_SECONDS = 3, 20
# Of `desk.conversation.texts.assistant_failed`.
NO_ANSWER = "いま自動応答がうまくお答えできません"
# Who writes in Latin letters reads the screen in English.
CALLING = re.compile("呼んでいます|Calling a consultant")


def open_widget(page: Page, base: str) -> None:
    page.goto(f"{base}/")
    launcher = page.get_by_test_id("launcher")
    # Left open, it is open again on the next page of the visit.
    expect(launcher.or_(page.get_by_test_id("panel")).filter(visible=True).first).to_be_visible()
    if launcher.is_visible():
        launcher.click()
    expect(page.get_by_test_id("message").first).to_be_visible()


def ask(page: Page, text: str) -> Locator:
    """Send a text; returns the first message that follows it: who gets an apology from a busy machine asks again."""
    for _ in range(MOST_TAPS):
        answer = next_answer(page)
        page.get_by_test_id("input").fill(text)
        page.get_by_test_id("send").click()
        expect(answer).to_be_visible(timeout=10_000)
        if NO_ANSWER not in answer.inner_text():
            break
    return answer


def next_answer(page: Page) -> Locator:
    """Return what will follow the text that is sent next.

    Not by its number: what was said before may come to the screen while it is written.
    """
    said = messages(page, "user")
    return said.nth(said.count()).locator("xpath=following::*[@data-testid='message'][1]")


def call_a_person(page: Page, told: Locator) -> None:
    """Tap until what tells of it is there: who gets an apology from a busy machine taps again."""
    for _ in range(MOST_TAPS):
        page.get_by_test_id("ask-human").click()
        if patience.until(told.is_visible, TAP_SECONDS):
            break
    expect(told).to_be_visible()


def add_account(ring: Ring, name: str, email: str, role: str) -> None:
    """Make an account of the office with everybody's password."""
    rings.add_account(Path(ring.environment["HITOHATA_DATA_DIR"]), name, email, role)


def log_in(console: Page, base: str, email: str = "sato@example.jp") -> None:
    console.goto(f"{base}/console")
    console.get_by_test_id("login-email").fill(email)
    console.get_by_test_id("login-password").fill(PASSWORD)
    console.get_by_test_id("login-submit").click()
    expect(console.get_by_text("在席（相談を受けられる）")).to_be_visible()
    # What is in the first list is known, and raises no alarm.
    expect(console.get_by_test_id("tab-queued")).not_to_contain_text("―")


def open_newest_case(console: Page, state: str = "queued") -> None:
    """Open the last case of a list as it is at the desk now: the one shown may not have heard of it yet."""
    console.reload()
    console.get_by_test_id(f"tab-{state}").click()
    console.get_by_test_id("case-row").last.click()
    expect(console.get_by_test_id("transcript-message").first).to_be_visible()


def reply(console: Page, text: str) -> None:
    console.get_by_test_id("reply-input").fill(text)
    console.get_by_test_id("reply-send").click()


def messages(page: Page, author: str) -> Locator:
    return page.locator(f'[data-testid="message"][data-author="{author}"]')
