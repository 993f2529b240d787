"""A desk that is told to stop ends, whatever its workers are at."""

from __future__ import annotations

import asyncio

import pytest

from desk.assistant.turn_runner import TurnRunner
from desk.channels.worker import DeliveryWorker
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.db.database import Database
from desk.operations.stopping import stop
from tests import patience
from tests.desk.conftest import FakeClock


class Away:
    """An assistant whom nobody asks."""

    is_away = True


@pytest.fixture(params=["turns", "deliveries"])
def worker(request: pytest.FixtureRequest, database: Database, clock: FakeClock):
    if request.param == "deliveries":
        return DeliveryWorker(lambda: False)
    return TurnRunner(SqlStore(database), SqlTurnQueue(database), Away(), None, clock, None)


async def test_a_worker_that_is_woken_and_stopped_at_once_ends(worker) -> None:
    task = asyncio.create_task(worker.run())
    await asyncio.sleep(0.2)

    worker.wake()
    task.cancel()

    ended, _ = await asyncio.wait({task}, timeout=patience.seconds(1))
    task.cancel()
    assert ended == {task}
    assert task.cancelled()


async def test_a_worker_that_loses_a_cancellation_is_stopped_all_the_same() -> None:
    lost = []

    async def work() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError as cancelled:
                if lost:
                    raise
                lost.append(cancelled)

    task = asyncio.create_task(work())
    await asyncio.sleep(0)

    await stop([task])

    assert task.cancelled()
    assert lost
