"""One running system and one browser for all browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e import chromium
from tests.e2e.ring import PROJECT, Ring, start

SCREENSHOTS = PROJECT / "reports" / "screenshots"


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    """A system in opening hours."""
    running = start(tmp_path_factory.mktemp("ring"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found.path, args=found.arguments, env=found.environment
        )
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor far from Japan: times must be Japanese all the same."""
    opened = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="ja-JP", timezone_id="America/New_York"
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def console(browser: Browser) -> Iterator[Page]:
    """A consultant's browser, not logged in yet."""
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP")
    yield opened.new_page()
    opened.close()


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """Save a picture under reports/screenshots for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def save(page: Page, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path)
        return path

    return save
