"""Does by time what nobody asked for: timers, lost owners, forgetting, telling the assistant of returns."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from desk.assistant.client import AssistantClient
from desk.conversation import timers
from desk.conversation.errors import AssistantFailed
from desk.conversation.ports import Clock
from desk.conversation_sql.transaction import SqlStore
from desk.operations.maintenance import Maintenance, owner_seen, take_timer
from desk.set_aside.kinds import Worker
from desk.set_aside.store import Round
from desk.signals.change_signal import InProcessSignal
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
EVERY_SECONDS = 2.0


class Sweeper:
    """One per process; what it does is taken off the list in the same transaction, so that it is done once."""

    def __init__(
        self,
        store: SqlStore,
        maintenance: Maintenance,
        assistant: AssistantClient,
        clock: Clock,
        signal: InProcessSignal,
        more: Sequence[Callable[[], object]] = (),
    ) -> None:
        """Take the ports; `more` are further jobs, called in a thread."""
        self._store, self._maintenance, self._assistant = store, maintenance, assistant
        self._clock, self._signal, self._aside = clock, signal, maintenance.aside
        self._jobs = (self._timers, self._lost_owners, *more)

    async def run(self) -> None:
        """Sweep until cancelled; a job that fails never stops the others."""
        while True:
            for job in self._jobs:
                name = getattr(job, "__name__", "job")
                await self._safely(functools.partial(asyncio.to_thread, job), name)
            await self._safely(self._assistant.look, "look")
            await self._safely(self._tell_assistant, "tell_assistant")
            await asyncio.sleep(EVERY_SECONDS)

    async def _safely(self, do: Callable[[], Awaitable[object]], name: str) -> None:
        try:
            await do()
        except AssistantFailed:
            return
        except Exception as error:  # noqa: BLE001 - the sweeper must outlive a locked database
            logger.error("sweep.failed %s %s", name, failure(error))

    def _timers(self) -> None:
        now = self._clock.now()
        walk = self._aside.round(Worker.TIMERS, now)
        for timer in self._maintenance.due_timers(now):
            changed = walk.attempt(str(timer["id"]), functools.partial(self._fire, timer))
            if changed:
                self._signal.send(changed)

    def _fire(self, timer: dict[str, Any]) -> str | None:
        with self._store.write() as tx:
            if not take_timer(tx.connection, timer["id"]):
                return None
            now = self._clock.now()
            return timers.fire(tx, timer["kind"], timer["case_id"], timer["epoch"], now)

    def _lost_owners(self) -> None:
        walk = self._aside.round(Worker.OWNERS, self._clock.now())
        for case_id in self._maintenance.held_ids():
            changed = walk.attempt(case_id, functools.partial(self._look_after, case_id))
            if changed:
                self._signal.send(changed)

    def _look_after(self, case_id: str) -> str | None:
        # Most owners are there: they must not wait for the write lock.
        now = self._clock.now()
        with self._store.read() as tx:
            if not timers.is_owner_away(owner_seen(tx.connection, case_id), now):
                return None
        with self._store.write() as tx:
            # Read again under the lock: who came back a moment ago keeps the case.
            seen_at = owner_seen(tx.connection, case_id)
            warned = timers.warn_owner(tx, case_id, seen_at, now)
            return timers.requeue_if_lost(tx, case_id, seen_at, now) or warned

    async def _tell_assistant(self) -> None:
        now = self._clock.now()
        walk = await asyncio.to_thread(self._aside.round, Worker.ASSISTANT, now)
        for conversation_id in await asyncio.to_thread(self._maintenance.pending_erasures):
            await self._tell(walk, f"forget:{conversation_id}", self._forget(conversation_id))
        for item in await asyncio.to_thread(self._maintenance.pending_returns):
            await self._tell(walk, f"return:{item['id']}", self._note_return(item))

    async def _forget(self, conversation_id: str) -> None:
        await self._assistant.forget(conversation_id)
        await asyncio.to_thread(self._maintenance.erased, conversation_id, self._clock.now())

    async def _note_return(self, item: dict[str, Any]) -> None:
        await self._assistant.note_return(item["conversation_id"], item["summary"])
        await asyncio.to_thread(self._maintenance.told, item["id"], self._clock.now())

    async def _tell(self, walk: Round, item: str, work: Coroutine[Any, Any, None]) -> None:
        """Tell the assistant one thing; what it refuses again and again holds up nothing that comes after."""
        if walk.skips(item):
            work.close()
            return
        try:
            await work
        except AssistantFailed as error:
            if not self._assistant.is_ready:
                # It is away: everything waits for it, and nothing is to blame.
                raise
            await asyncio.to_thread(walk.failed, item, error)
        except Exception as error:  # noqa: BLE001 - the next one gets its turn
            await asyncio.to_thread(walk.failed, item, error)
        else:
            await asyncio.to_thread(walk.worked, item)
