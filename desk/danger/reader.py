"""Reads messages for danger beside their way: the pattern files at once, the model where they found nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from desk.assistant.service import AssistantClient
from desk.conversation.danger import Finding, Reading
from desk.conversation.errors import AssistantFailed
from desk.conversation.ports import ChangeSignal, Clock
from desk.conversation_sql.transaction import SqlStore
from desk.danger import rules
from desk.danger.service import Danger
from desk.danger.store import Readings
from desk.text.safe_error import failure
from desk.work_loop import WorkLoop

logger = logging.getLogger(__name__)
AT_ONCE = 4
# Longer, and the message is asked about again later: the pattern files have read it.
MODEL_SECONDS = 3.0
# While the assistant is away, what its model has not read waits; it is looked at again this much later at the latest.
_MODEL_LATER = timedelta(seconds=5)
LONGEST_FOR_MODEL = 10_000


class Reader:
    """One per process; several may run, the lease keeps them apart. What fails by itself is set aside and holds nobody up."""

    def __init__(
        self,
        store: SqlStore,
        readings: Readings,
        assistant: AssistantClient,
        danger: Danger,
        clock: Clock,
        signal: ChangeSignal,
        tell: Callable[[], object] = lambda: None,
    ) -> None:
        """Take the ports; `tell` sends urgent notices and is called in a thread."""
        self._store, self._readings, self._assistant = store, readings, assistant
        self._danger, self._clock, self._signal = danger, clock, signal
        self._tell = tell
        self._loop = WorkLoop()
        self._running: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look now; called in the event loop."""
        self._loop.wake()

    async def run(self) -> None:
        """Work until cancelled."""
        await self._loop.run(self._start_due, lambda error: logger.error("danger.lease.failed %s", failure(error)))

    async def _start_due(self) -> None:
        while len(self._running) < AT_ONCE:
            reading = await asyncio.to_thread(
                self._readings.lease, self._clock.now(), for_model=not self._assistant.is_away
            )
            if reading is None:
                return
            task = asyncio.create_task(self.read(reading))
            self._running.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._loop.wake()
        if not task.cancelled() and (error := task.exception()):
            logger.error("danger.reading.crashed %s", failure(error))

    async def read(self, reading: Reading) -> None:
        """Read one message; whatever goes wrong with it is no other message's matter."""
        try:
            await self._read(reading)
        except Exception as error:  # noqa: BLE001 - a row that cannot be read must not come first for ever
            logger.error("danger.reading.failed %s %s", reading.id, failure(error))
            await asyncio.to_thread(self._later, reading, failure(error), is_read=False)

    async def _read(self, reading: Reading) -> None:
        if not reading.text.strip():
            await asyncio.to_thread(self._done_with, reading, None)
            return
        # At once and without asking anybody: what the files know needs no model.
        found = None
        if not reading.is_read_by_rule:
            found = await asyncio.to_thread(self._danger.by_rule, reading.text)
        if found is None and self._assistant.is_away:
            later = self._clock.now() + _MODEL_LATER
            await asyncio.to_thread(self._readings.put_back, reading, later, counts=False)
            return
        if found is None:
            try:
                async with asyncio.timeout(MODEL_SECONDS):
                    text = reading.text[:LONGEST_FOR_MODEL]
                    known = await self._assistant.understand(f"d_{reading.id}", text)
            except (AssistantFailed, TimeoutError) as error:
                problem = f"自動応答が読めませんでした（{error or type(error).__name__}）"
                await asyncio.to_thread(self._later, reading, problem)
                return
            except ValueError as error:
                problem = f"自動応答がこの文を受けつけません（{error}）"
                await asyncio.to_thread(self._readings.set_aside, reading, problem)
                return
            found = rules.of_understanding(known, reading.text)
        await asyncio.to_thread(self._done_with, reading, found)

    def _later(self, reading: Reading, problem: str, *, is_read: bool = True) -> None:
        again_at = rules.retry_at(reading.attempts, self._clock.now())
        if again_at is None:
            self._readings.set_aside(reading, problem)
        else:
            self._readings.put_back(reading, again_at, is_read=is_read)

    def _done_with(self, reading: Reading, found: Finding | None) -> None:
        now = self._clock.now()
        with self._store.write() as tx:
            tx.finish_reading(reading.conversation_id, reading.outside_id)
            if found is not None:
                self._danger.heed(
                    tx,
                    reading.conversation_id,
                    reading.outside_id,
                    reading.seq,
                    found,
                    now,
                    appointment_id=reading.appointment_id,
                )
        if found is not None:
            self._signal.send(reading.conversation_id)
            self._tell()
