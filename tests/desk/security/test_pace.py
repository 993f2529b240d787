"""The pace at which one network's event streams begin."""

from __future__ import annotations

import asyncio
import dataclasses
import time

from fastapi import Request

from desk.channels.web import stream as web
from desk.http.pace import Pace
from tests.desk.api import Api


async def _moments(pace: Pace, key: str, number: int) -> list[float]:
    """Return, in seconds from now, when each of so many at once had its turn."""
    began = time.monotonic()

    async def turn() -> float:
        await pace.turn(key)
        return time.monotonic() - began

    return sorted(await asyncio.gather(*(turn() for _ in range(number))))


def test_beyond_a_burst_turns_come_one_after_another() -> None:
    moments = asyncio.run(_moments(Pace(at_once=4, a_second=50), "a", 14))
    # Never sooner than the pace, whatever the machine does.
    assert all(moment >= (number - 3) / 50 - 0.001 for number, moment in enumerate(moments))
    assert moments[-1] >= 10 / 50 - 0.001


def test_a_crowd_of_one_network_holds_back_no_other() -> None:
    async def beside_a_crowd() -> bool:
        pace = Pace(at_once=1, a_second=1)
        crowd = [asyncio.create_task(pace.turn("crowd")) for _ in range(50)]
        await asyncio.sleep(0)
        alone = asyncio.create_task(pace.turn("alone"))
        done, _ = await asyncio.wait([alone, crowd[-1]], return_when=asyncio.FIRST_COMPLETED)
        for task in crowd:
            task.cancel()
        return alone in done

    assert asyncio.run(beside_a_crowd())


def test_who_gave_up_waiting_takes_no_turn() -> None:
    """Else whoever opens and closes streams would push the turns of a whole town hall into tomorrow."""

    async def behind_those_who_left() -> float:
        pace = Pace(at_once=1, a_second=20)
        await pace.turn("hall")
        left = [asyncio.create_task(pace.turn("hall")) for _ in range(2_000)]
        await asyncio.sleep(0)
        for task in left:
            task.cancel()
        began = time.monotonic()
        await asyncio.wait_for(pace.turn("hall"), 60)
        return time.monotonic() - began

    # Booked behind them it would come after 100 seconds.
    assert asyncio.run(behind_those_who_left()) < 50


def test_forgets_the_oldest_networks() -> None:
    pace = Pace(at_once=1, a_second=1000)

    async def many() -> None:
        for number in range(10_050):
            await pace.turn(str(number))

    asyncio.run(many())
    assert len(pace._lines) == 10_000


async def test_a_stream_brings_no_news_before_its_networks_turn(api: Api) -> None:
    class Gate(Pace):
        def __init__(self) -> None:
            super().__init__(1, 1)
            self.asked, self.opens = list[str](), asyncio.Event()

        async def turn(self, key: str) -> None:
            self.asked.append(key)
            await self.opens.wait()

    gate, services = Gate(), api.app.state.services
    desk = dataclasses.replace(services, openings=gate)
    request = Request({"type": "http", "headers": [], "client": ("203.0.113.7", 1)})
    response = await web.events(request, api.visitor().conversation_id, desk, services.store)
    stream = aiter(response.body_iterator)

    assert str(await anext(stream)).startswith("retry:")
    news = asyncio.ensure_future(anext(stream))
    while not gate.asked and not news.done():
        await asyncio.sleep(0)
    assert gate.asked == ["203.0.113.7"]
    assert not news.done()
    gate.opens.set()
    assert "event: state" in str(await news)
    await stream.aclose()
