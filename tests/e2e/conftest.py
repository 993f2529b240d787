"""One running system and one browser for all browser tests."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright._impl.assertions import AssertionsBase
from playwright._impl.timeout_settings import TimeoutSettings
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests import patience
from tests.e2e import chromium, driver, late
from tests.e2e.city import City
from tests.e2e.ring import HOLIDAY, OFFICE_HOURS, PROJECT, Ring, start
from tests.e2e.steps import add_account
from tests.line_simulator.line import Line
from tests.line_simulator.server import serving
from tests.ports import free_ports

# What is waited for when a test names no time: three times what Playwright would, since waiting costs a test that passes nothing.
_EXPECT_MS = 15_000
SCREENSHOTS = PROJECT / "reports" / "screenshots"
# Systems of few tests: these come first, one after the other, for a system takes two seconds of CPU a minute though nobody speaks.
_BRIEF = ("closed_ring", "town")
_LAST_USE = pytest.StashKey[dict[str, pytest.Item]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of a system that few need together; all others stay in their order."""
    places = {name: place for place, name in enumerate(_BRIEF, start=-len(_BRIEF))}
    items.sort(key=lambda item: min((places.get(name, 0) for name in _needed(item)), default=0))
    config.stash[_LAST_USE] = {name: item for item in items for name in _needed(item)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Stop such a system after the last test that needs it."""
    used: dict[str, Any] = getattr(item, "funcargs", None) or {}
    rings = [used.get(name) for name, last in item.config.stash[_LAST_USE].items() if name in _BRIEF and last is item]
    yield
    for ring in rings:
        if isinstance(ring, Ring):
            ring.stop()


def _needed(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def line() -> Iterator[Line]:
    """LINE, as far as the system sees it."""
    (port,) = free_ports(1)
    found = Line("", "a-channel-secret", "a-channel-token")
    with serving(found, port) as found.address:
        yield found


@pytest.fixture(scope="session")
def holiday_line() -> Iterator[Line]:
    """LINE of the system on a holiday."""
    (port,) = free_ports(1)
    found = Line("", "a-channel-secret", "a-channel-token")
    with serving(found, port) as found.address:
        yield found


@pytest.fixture(scope="session")
def city() -> Iterator[City]:
    """Pages of a city's own site, on another address than the desk."""
    with City() as found:
        yield found


def _with(line: Line) -> dict[str, str]:
    """The settings of a system that has this LINE."""
    return {
        "HITOHATA_LINE_CHANNEL_SECRETS": line.secret,
        "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN": line.access_token,
        "HITOHATA_LINE_API_URL": line.address,
        "HITOHATA_LINE_DATA_API_URL": line.address,
    }


@pytest.fixture(scope="session")
def closed_ring(tmp_path_factory: pytest.TempPathFactory, holiday_line: Line) -> Iterator[Ring]:
    """A system on a holiday, with LINE: messages are left by the form, and by asking for a person."""
    holiday_line.clock_ahead = datetime.fromisoformat(HOLIDAY).timestamp() - time.time()
    running = start(tmp_path_factory.mktemp("closed_ring"), HOLIDAY, **_with(holiday_line))
    holiday_line.webhook = f"{running.base}/webhooks/line"
    yield running
    running.stop()


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory, line: Line, city: City) -> Iterator[Ring]:
    """A system in opening hours, with LINE."""
    # The system's clock begins in office hours when it starts; LINE's is never behind it.
    line.clock_ahead = datetime.fromisoformat(OFFICE_HOURS).timestamp() - time.time()
    running = start(
        tmp_path_factory.mktemp("ring"),
        HITOHATA_ALLOWED_ORIGINS=city.address,
        **_with(line),
    )
    line.webhook = f"{running.base}/webhooks/line"
    yield running
    running.stop()


@pytest.fixture(scope="session")
def town_line() -> Iterator[Line]:
    """LINE of another town."""
    (port,) = free_ports(1)
    found = Line("", "a-channel-secret", "a-channel-token")
    with serving(found, port) as found.address:
        yield found


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, town_line: Line) -> Iterator[Ring]:
    """The system of an invented town, beside the shipped one's; its few questions are learnt in a tenth of the time."""
    town_line.clock_ahead = datetime.fromisoformat(OFFICE_HOURS).timestamp() - time.time()
    settings = {"HITOHATA_PACK": "tests/packs/mihon", **_with(town_line)}
    # What gives way to all other tests and processes of a busy machine never ends.
    running = start(tmp_path_factory.mktemp("town"), HITOHATA_TRAINER_NICE="0", **settings)
    town_line.webhook = f"{running.base}/webhooks/line"
    add_account(running, "高橋", "chief@example.jp", "supervisor")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    driver.choose()
    with sync_playwright() as playwright:
        launch = partial(
            playwright.chromium.launch,
            executable_path=found.path,
            args=found.arguments,
            env=found.environment,
        )
        try:
            opened = launch()
        except Error:
            # Seen once in some hundred starts: Chromium ends with SIGSEGV before it has opened anything.
            opened = launch()
        late.make_late(opened, os.environ)
        with _patient_expectations(), _patient_actions():
            yield opened
        opened.close()


@contextmanager
def _patient_expectations() -> Iterator[None]:
    """Let every `expect(…, timeout=…)` wait by the machine's speed: Playwright has one place where all of them wait."""
    original = AssertionsBase._expect_impl

    async def patient(self: Any, expression: str, options: Any, *others: Any, **named: Any) -> None:
        reasonable_ms = options.get("timeout") or _EXPECT_MS
        await original(self, expression, {**options, "timeout": patience.seconds(reasonable_ms)}, *others, **named)

    AssertionsBase._expect_impl = patient  # type: ignore[method-assign]
    try:
        yield
    finally:
        AssertionsBase._expect_impl = original  # type: ignore[method-assign]


@contextmanager
def _patient_actions() -> Iterator[None]:
    """Let clicks, navigations and all else that waits do so by the machine's speed, too, whatever its time is."""
    originals = {name: getattr(TimeoutSettings, name) for name in ("timeout", "navigation_timeout")}

    def patient(original: Callable[..., float]) -> Callable[..., float]:
        return lambda settings, asked: patience.seconds(original(settings, asked))

    for name, original in originals.items():
        setattr(TimeoutSettings, name, patient(original))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(TimeoutSettings, name, original)


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


@pytest.fixture(scope="session")
def shot() -> Callable[[Page, str], Path]:
    """Save a picture under reports/screenshots for people to look at, where they asked for them (PICTURES=1).

    No test reads one, and drawing the hundreds of them takes as long as opening their pages.
    """
    is_wanted = bool(os.environ.get("PICTURES"))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def save(page: Page, name: str, *, full_page: bool = False) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        if not is_wanted:
            return path
        try:
            page.screenshot(path=path, full_page=full_page)
        except Error:
            # Chromium now and then cannot take one ("Unable to capture screenshot"); nothing is tested by it.
            page.wait_for_timeout(1_000)
            page.screenshot(path=path, full_page=full_page)
        return path

    return save
