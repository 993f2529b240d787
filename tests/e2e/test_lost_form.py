"""A form of the office that the end of a login interrupts comes back to who wrote it, and to nobody else at the same computer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.ring import PASSWORD, Ring

FORM = "/console/answers/facts/new"


def write(page: Page, base: str, title: str) -> None:
    """Fill in a form, and send it after the login has ended."""
    page.goto(f"{base}{FORM}")
    for name, text in {
        "fact_id": "pool_fee",
        "title": title,
        "value": "1",
        "source_title": "見本",
        "source_url": "https://a.example.jp",
    }.items():
        page.locator(f"input[name={name}]").fill(text)
    page.context.clear_cookies()
    page.get_by_role("button", name="保存して、確認をお願いする").click()
    expect(page.get_by_test_id("login-email")).to_be_visible()


def log_in_again(page: Page, email: str) -> None:
    page.get_by_test_id("login-email").fill(email)
    page.get_by_test_id("login-password").fill(PASSWORD)
    page.get_by_test_id("login-submit").click()


def test_the_words_come_back_to_their_writer_only(ring: Ring, console: Page) -> None:
    steps.log_in(console, ring.base)
    write(console, ring.base, "佐藤の書いた値")

    log_in_again(console, "suzuki@example.jp")
    expect(console.get_by_text("在席（相談を受けられる）")).to_be_visible()
    console.goto(f"{ring.base}{FORM}")
    expect(console.locator("input[name=title]")).to_have_value("")

    write(console, ring.base, "鈴木の書いた値")
    log_in_again(console, "suzuki@example.jp")
    expect(console.get_by_text("まだ送られていません")).to_be_visible()
    expect(console.locator("input[name=title]")).to_have_value("鈴木の書いた値")
