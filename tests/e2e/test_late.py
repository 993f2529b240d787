"""Pages that are made late: each way does what it says, so that a run with it means something."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests import patience
from tests.e2e import late
from tests.e2e.city import City

NEWS = "".join(f"event: cases\ndata: {number}\n\n" for number in range(5))
ANSWERS = [f"/late/{number}" for number in range(8)]


@pytest.fixture
def slow(browser: Browser, city: City) -> Iterator[Page]:
    """A page on which everything is late."""
    for path in ANSWERS:
        city.page(path, path)
    city.pages["/late/news"] = (NEWS, {"content-type": "text/event-stream"})
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(late.script(list(late.KINDS), 1))
    page.goto(city.page("/late", "<p>…</p>"))
    yield page
    context.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", []), ("frames", ["frames"]), ("frames, stream", ["frames", "stream"]), ("all", list(late.KINDS))],
)
def test_what_is_late_is_what_was_asked_for(asked: str, found: list[str]) -> None:
    assert late.kinds({late.SETTING: asked}) == found


def test_a_way_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="got frame"):
        late.kinds({late.SETTING: "frame"})


def test_who_waits_for_a_late_page_waits_longer(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "new_context", browser.new_context)
    monkeypatch.setattr(patience, "factor", lambda: 1.5)

    late.make_late(browser, {})
    assert patience.factor() == 1.5
    late.make_late(browser, {late.SETTING: "stream"})
    assert patience.factor() == late.PATIENCE


def test_frames_and_short_timers_come_late_and_can_be_called_off(slow: Page) -> None:
    found: dict[str, Any] = slow.evaluate(
        """async () => {
            const began = performance.now();
            let called = 0;
            cancelAnimationFrame(requestAnimationFrame(() => { called += 1; }));
            clearTimeout(setTimeout(() => { called += 1; }));
            const taken = () => performance.now() - began;
            const [frame, timer] = await Promise.all([
                new Promise((done) => requestAnimationFrame(() => done(taken()))),
                new Promise((done) => setTimeout((word) => done([taken(), word]), 0, 'given')),
            ]);
            return {frame, timer, called};
        }"""
    )

    assert found["frame"] >= 245
    assert found["timer"][0] >= 245
    assert found["timer"][1] == "given"
    assert found["called"] == 0


def test_answers_come_in_another_order_than_they_were_asked(slow: Page) -> None:
    order: list[str] = slow.evaluate(
        """async (paths) => {
            const order = [];
            await Promise.all(paths.map((path) => fetch(path).then(() => order.push(path))));
            return order;
        }""",
        ANSWERS,
    )

    assert sorted(order) == ANSWERS
    assert order != ANSWERS


def test_who_gives_up_a_request_hears_so_before_its_late_answer(slow: Page) -> None:
    told: list[str] = slow.evaluate(
        """(paths) => Promise.all(paths.map((path) => {
            const ender = new AbortController();
            queueMicrotask(() => ender.abort());
            return fetch(path, {signal: ender.signal}).catch((error) => error.name);
        }))""",
        ANSWERS,
    )

    assert told == ["AbortError"] * len(ANSWERS)


def test_an_old_kind_of_request_is_answered_late_and_once(slow: Page) -> None:
    heard: list[str] = slow.evaluate(
        """(paths) => new Promise((done) => {
            const heard = [];
            for (const path of paths) {
                const request = new XMLHttpRequest();
                request.open('GET', path);
                request.onload = () => heard.push(path) === paths.length && setTimeout(() => done(heard), 900);
                request.send();
            }
        })""",
        ANSWERS,
    )

    assert sorted(heard) == ANSWERS
    assert heard != ANSWERS


@pytest.mark.parametrize(
    "hear",
    [
        """new Promise((done) => {
            const heard = [];
            const source = new EventSource('/late/news');
            source.addEventListener('cases', ({data}) => heard.push(data) === 5 && (source.close(), done(heard)));
        })""",
        """fetch('/late/news').then((news) => news.text()).then((news) => news.match(/(?<=data: )\\d/g))""",
    ],
    ids=["EventSource", "fetch"],
)
def test_news_stays_in_its_order(slow: Page, hear: str) -> None:
    assert slow.evaluate(hear) == ["0", "1", "2", "3", "4"]


def test_what_is_closed_says_nothing_more(slow: Page) -> None:
    heard: int = slow.evaluate(
        """() => new Promise((done) => {
            let heard = 0;
            const source = new EventSource('/late/news');
            source.addEventListener('cases', () => { heard += 1; source.close(); setTimeout(() => done(heard), 900); });
        })"""
    )

    assert heard == 1


@pytest.mark.parametrize(
    "wait",
    [
        lambda page: page.locator("#never").click(timeout=50),
        lambda page: page.wait_for_function("false", timeout=50),
        lambda page: expect(page.locator("#never")).to_be_visible(timeout=50),
    ],
    ids=["click", "wait", "expect"],
)
def test_whatever_waits_does_so_by_the_machines_speed(
    page: Page, monkeypatch: pytest.MonkeyPatch, wait: Callable[[Page], None]
) -> None:
    monkeypatch.setattr(patience, "factor", lambda: 8.0)
    begun = time.monotonic()

    with pytest.raises((TooLate, AssertionError)):
        wait(page)

    assert time.monotonic() - begun >= 8 * 0.05
