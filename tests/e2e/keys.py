"""A consultant without a mouse: keys only, as people press them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.ring import PASSWORD

# Enough to go once around any screen of the console.
MOST_STEPS = 80


def focused(page: Page) -> str:
    """Return the test id of what has the focus."""
    return page.evaluate("document.activeElement?.dataset?.testid ?? ''")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_STEPS):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def press(page: Page, name: str) -> None:
    """Go to a button by Tab and press it."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page: Page, name: str, words: str) -> None:
    """Go to a field by Tab and write; as an input method does, in whole words."""
    tab_to(page, name)
    page.keyboard.insert_text(words)


def leave_field(page: Page) -> None:
    """Go back to the list, where single keys mean something."""
    page.evaluate("document.activeElement?.blur()")


def log_in(page: Page, base: str, email: str) -> None:
    """Log in; the browser brings one to the page."""
    page.goto(f"{base}/console")
    expect(page.get_by_test_id("login-email")).to_be_visible()
    write(page, "login-email", email)
    write(page, "login-password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("logout")).to_be_visible()


def open_case(page: Page, receipt: str) -> None:
    """Go to the top of the list by k, and down by j until a case is chosen."""
    rows, chosen = page.get_by_test_id("case-row"), page.locator(".row[aria-current=true]")
    expect(rows.filter(has_text=receipt)).to_be_visible()
    for key in ("k" * rows.count()) + ("j" * rows.count()):
        page.keyboard.press(key)
        expect(chosen).to_have_count(1)
        if receipt in chosen.inner_text():
            expect(page.locator("main.case h1")).to_contain_text(receipt)
            return
    raise AssertionError(f"{receipt} is not in the list")


def choose_list(page: Page, state: str) -> None:
    """Show another list."""
    press(page, f"tab-{state}")
    expect(page.get_by_test_id(f"tab-{state}")).to_have_attribute("aria-pressed", "true")
