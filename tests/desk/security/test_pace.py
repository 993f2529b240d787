"""The pace at which one network's event streams begin."""

from __future__ import annotations

import asyncio
import time

from desk.http.pace import Pace


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


def test_forgets_the_oldest_networks() -> None:
    pace = Pace(at_once=1, a_second=1000)

    async def many() -> None:
        for number in range(10_050):
            await pace.turn(str(number))

    asyncio.run(many())
    assert len(pace._booked) == 10_000
