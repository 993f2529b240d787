"""Does by time what nobody asked for: timers, lost owners, forgetting, telling the assistant of returns."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Sequence

from desk.assistant.client import AssistantClient
from desk.conversation import timers
from desk.conversation.ports import Clock
from desk.conversation.turn_runner import AssistantFailed
from desk.conversation_sql.transaction import SqlStore
from desk.operations.maintenance import Chores, take_timer
from desk.signals.change_signal import InProcessBell
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
EVERY_SECONDS = 2.0


class Sweeper:
    """One per process; what it does is taken off the list in the same transaction, so that it is done once."""

    def __init__(
        self,
        store: SqlStore,
        chores: Chores,
        assistant: AssistantClient,
        clock: Clock,
        bell: InProcessBell,
        more: Sequence[Callable[[], object]] = (),
    ) -> None:
        """Take the ports; `more` are further chores, called in a thread."""
        self._store, self._chores, self._assistant = store, chores, assistant
        self._clock, self._bell = clock, bell
        self._chores_by_time = (self._timers, self._lost_owners, *more)

    async def run(self) -> None:
        """Sweep until cancelled; a failing chore never stops the others."""
        while True:
            for chore in self._chores_by_time:
                name = getattr(chore, "__name__", "chore")
                await self._safely(functools.partial(asyncio.to_thread, chore), name)
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
        for timer in self._chores.due_timers(self._clock.now()):
            with self._store.write() as tx:
                if not take_timer(tx.connection, timer["id"]):
                    continue
                rung = timers.fire(tx, timer["kind"], timer["case_id"], timer["epoch"], self._clock.now())
            if rung:
                self._bell.ring(rung)

    def _lost_owners(self) -> None:
        for case_id, seen_at in self._chores.held_cases():
            with self._store.write() as tx:
                rung = timers.requeue_if_lost(tx, case_id, seen_at, self._clock.now())
            if rung:
                self._bell.ring(rung)

    async def _tell_assistant(self) -> None:
        for conversation_id in await asyncio.to_thread(self._chores.pending_erasures):
            await self._assistant.forget(conversation_id)
            await asyncio.to_thread(self._chores.erased, conversation_id, self._clock.now())
        for item in await asyncio.to_thread(self._chores.pending_returns):
            await self._assistant.note_return(item["conversation_id"], item["summary"])
            await asyncio.to_thread(self._chores.told, item["id"], self._clock.now())
