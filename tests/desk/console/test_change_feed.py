"""One look serves all consoles, and no stream misses or doubles what happened."""

from __future__ import annotations

import asyncio

from desk.cases import change_feed as feed
from desk.cases.change_feed import ChangeFeed
from desk.http import sse
from tests import patience


class Cases:
    """A number that rises; each step is one change."""

    def __init__(self) -> None:
        self.now, self.looks = 0, 0

    def look(self) -> dict:
        self.looks += 1
        return {"n": {"seq": self.now}}

    def changes(self, before: dict, after: dict) -> list:
        steps = range(before["n"]["seq"] + 1, after["n"]["seq"] + 1)
        return [sse.Event("message", step) for step in steps]


async def test_every_stream_hears_everything_once_by_few_looks() -> None:
    cases = Cases()
    shared = ChangeFeed(cases.look, cases.changes)
    numbers = [await shared.begin() for _ in range(20)]
    heard: list[list[int]] = [[] for _ in range(20)]
    looks_before = cases.looks

    async def listen(which: int) -> None:
        while len(heard[which]) < 50:
            events, numbers[which] = await shared.after(numbers[which])
            heard[which] += [event.data for event in events]

    async def happen() -> None:
        for _ in range(50):
            cases.now += 1
            await asyncio.sleep(0.01)

    await asyncio.wait_for(asyncio.gather(happen(), *(listen(n) for n in range(20))), patience.seconds(20))

    assert heard == [list(range(1, 51))] * 20
    assert cases.looks - looks_before < 50


async def test_a_stream_that_was_too_slow_reads_the_lists_again(monkeypatch) -> None:
    monkeypatch.setattr(feed, "MOST_KEPT", 5)
    cases = Cases()
    shared = ChangeFeed(cases.look, cases.changes)
    number = await shared.begin()
    cases.now = 9

    assert await shared.after(number) == ([sse.Event("cases", {})], 9)
    assert await shared.after(9) == ([], 9)


async def test_a_stream_that_ends_leaves_the_look_to_the_others() -> None:
    cases = Cases()
    shared = ChangeFeed(cases.look, cases.changes)
    number = await shared.begin()
    cases.now = 1
    gone = asyncio.create_task(shared.after(number))
    stays = asyncio.create_task(shared.after(number))
    await asyncio.sleep(0)
    gone.cancel()

    assert (await stays)[0] == [sse.Event("message", 1)]
