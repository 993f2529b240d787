"""Several desks ring each other through a real Redis, and none depends on it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from desk.signals.redis_signal import RedisBell


async def test_a_ring_is_heard_in_another_process(redis: str) -> None:
    first, second = RedisBell(redis), RedisBell(redis)
    for bell in (first, second):
        bell.attach(asyncio.get_running_loop())
        bell.start()
    heard = second.listen("c_1")
    for _ in range(50):
        # A subscription takes a moment; until then nothing is kept for it.
        first.ring("c_1")
        if heard.is_set():
            break
        await asyncio.sleep(0.1)

    assert heard.is_set()
    first.close()
    second.close()


async def test_without_redis_the_own_process_is_rung_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bell = RedisBell("redis://127.0.0.1:9/0")
    bell.attach(asyncio.get_running_loop())
    bell.start()
    heard = bell.listen("c_1")
    with caplog.at_level(logging.WARNING):
        bell.ring("c_1")
        await asyncio.wait_for(heard.wait(), 5)
        await asyncio.sleep(0.3)

    assert "failed" in caplog.text
    assert "c_1" not in caplog.text
    bell.close()
