"""A consultant without a mouse: keys only, as people press them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests import patience
from tests.e2e.ring import PASSWORD

# Enough to go once around any screen of the console.
MOST_STEPS = 80


def focused(page: Page) -> str:
    """Return the test id of what has the focus."""
    return page.evaluate("document.activeElement?.dataset?.testid ?? ''")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something has the focus, once it can have it: not on a page that has only begun, nor while it is busy."""
    expect(page.get_by_test_id(name).first).to_be_visible()
    expect(page.get_by_test_id(name).first).to_be_enabled()
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


# Where a case is in the list, and where the chosen one is; -1 when there is none.
PLACES = """receipt => {
  const rows = [...document.querySelectorAll("[data-testid=case-row]")];
  return [
    rows.findIndex((row) => row.innerText.includes(receipt)),
    rows.findIndex((row) => row.ariaCurrent === "true"),
  ];
}"""


def open_case(page: Page, receipt: str) -> None:
    """Go up and down the list by k and j to a case; each step is seen before the next key is pressed."""
    row = page.get_by_test_id("case-row").filter(has_text=receipt)
    mine = page.get_by_test_id("tab-mine")
    expect(page.get_by_test_id("tab-queued")).not_to_contain_text("―")
    if mine.get_attribute("aria-pressed") == "true" and row.count() == 0:
        choose_list(page, "queued")
        leave_field(page)
    expect(row).to_be_visible()
    for _ in range(MOST_STEPS):
        wanted, chosen = page.evaluate(PLACES, receipt)
        if chosen == wanted:
            break
        page.keyboard.press("j" if chosen < wanted else "k")
        page.wait_for_function(f"([receipt, was]) => ({PLACES})(receipt)[1] !== was", arg=[receipt, chosen])
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.locator("main.case h1")).to_contain_text(receipt)


def choose_list(page: Page, state: str) -> None:
    """Show another list."""
    press(page, f"tab-{state}")
    expect(page.get_by_test_id(f"tab-{state}")).to_have_attribute("aria-pressed", "true")


FOCUSED = "document.activeElement"


def tab_to_match(page: Page, claim: str, wanted: str) -> None:
    """Press Tab until a claim in JavaScript holds for what has the focus: `e` is the element, `wanted` what is looked for.

    Goes around again while it may still be on its way to the page.
    """

    def is_reached() -> bool:
        for _ in range(2 * MOST_STEPS):
            if page.evaluate(f"wanted => (e => {claim})({FOCUSED})", wanted):
                return True
            page.keyboard.press("Tab")
        return False

    assert patience.until(is_reached, 5), f"{wanted} cannot be reached by Tab"


def follow(page: Page, name: str) -> None:
    """Go to a link or a button by Tab, by the words on it, and press it."""
    tab_to_match(page, "/^(A|BUTTON)$/.test(e.tagName) && e.innerText.trim() === wanted", name)
    page.keyboard.press("Enter")


def to_label(page: Page, words: str) -> None:
    """Go to a field by the words of its label."""
    tab_to_match(page, "[...(e.labels ?? [])].some((l) => l.innerText.includes(wanted))", words)
