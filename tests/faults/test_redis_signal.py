"""Several desks ring each other through a real Redis, and none depends on it."""

from __future__ import annotations

import asyncio
import logging

import pytest
from redis import Redis

from desk.signals.redis_signal import RedisSignal
from tests import patience


async def test_a_ring_is_heard_in_another_process(redis: str) -> None:
    first, second = RedisSignal(redis), RedisSignal(redis)
    for signal in (first, second):
        signal.attach(asyncio.get_running_loop())
        signal.start()
    heard = second.listen("c_1")

    def is_heard() -> bool:
        """A subscription takes a moment; until then nothing is kept for it."""
        first.send("c_1")
        return heard.is_set()

    assert await asyncio.to_thread(patience.until, is_heard, 5)
    first.close()
    second.close()


async def test_without_redis_the_own_process_is_rung_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    signal = RedisSignal("redis://127.0.0.1:9/0")
    signal.attach(asyncio.get_running_loop())
    signal.start()
    heard = signal.listen("c_1")
    with caplog.at_level(logging.WARNING):
        signal.send("c_1")
        await asyncio.wait_for(heard.wait(), patience.seconds(5))
        await asyncio.to_thread(patience.until, lambda: "failed" in caplog.text, 5)

    assert "failed" in caplog.text
    assert "c_1" not in caplog.text
    signal.close()


def test_after_its_end_it_holds_no_connection(redis: str) -> None:
    with Redis.from_url(redis) as watched:
        before = {client["id"] for client in watched.client_list()}

        def others() -> set[str]:
            return {client["id"] for client in watched.client_list()} - before

        signal = RedisSignal(redis)
        signal.start()
        assert patience.until(lambda: len(others()) > 0, 10)
        # More to tell than is told before the end.
        for number in range(2_000):
            signal.send(f"c_{number}")
        signal.close()

        assert patience.until(lambda: others() == set(), 10)
