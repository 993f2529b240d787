"""Works off the queue of turns: asks the assistant, retries once under the same id, apologises in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.conversation import turns
from desk.conversation.errors import AssistantFailed, AssistantStarting
from desk.conversation.models import Situation, Turn
from desk.conversation.ports import ChangeSignal, Clock, Hours, Transaction
from desk.conversation.turns import Heed, Reply
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.set_aside.kinds import is_of_everything
from desk.text.safe_error import failure
from desk.work_loop import WorkLoop

logger = logging.getLogger(__name__)
AT_ONCE = 8
SLOW_SECONDS = 2.0
# Nobody is left without any answer for more than 10 s: retries end here, then an apology is due.
PATIENCE = timedelta(seconds=8)
LEAST_SECONDS = 0.5
# A turn taken over from a desk that died comes when the patience is over: its assistant gets a fair chance all the same.
TAKEN_OVER_SECONDS = 3.0
RETRY_AFTER = timedelta(seconds=1)


class Assistant(Protocol):
    """Answers turns.

    Attributes:
        is_away: It is known to be down or starting: turns are held until it comes, or an apology is due.
    """

    is_away: bool

    async def take_turn(self, turn: Turn, situation: Situation, returned: dict[str, Any] | None) -> Reply:
        """Return the reply; raises AssistantFailed."""
        ...


class TurnRunner:
    """One per process; several processes may run, the lease keeps them apart."""

    def __init__(
        self,
        store: SqlStore,
        turn_queue: SqlTurnQueue,
        assistant: Assistant,
        hours: Hours,
        clock: Clock,
        signal: ChangeSignal,
        tell_slow: Callable[[Turn], None] = lambda turn: None,
        heed: Heed = lambda *_: [],
    ) -> None:
        """Take the ports; `tell_slow` is called in a thread when a turn takes longer than two seconds."""
        self._heed, self._tell_slow = heed, tell_slow
        self._store, self._turn_queue, self._assistant = store, turn_queue, assistant
        self._hours, self._clock, self._signal = hours, clock, signal
        self._loop = WorkLoop()
        self._running: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look at the queue of turns now; called in the event loop."""
        self._loop.wake()

    async def run(self) -> None:
        """Work until cancelled."""
        await self._loop.run(self._start_due, lambda error: logger.error("turns.lease.failed %s", failure(error)))

    async def _start_due(self) -> None:
        while len(self._running) < AT_ONCE:
            now = self._clock.now()
            # Asking again and again would only fill the disk with attempts.
            sent_before = now - PATIENCE + RETRY_AFTER if self._assistant.is_away else None
            leased = await asyncio.to_thread(self._lease, now, sent_before)
            await self._tell_unread()
            if leased is None:
                return
            task = asyncio.create_task(self._take(*leased))
            self._running.add(task)
            task.add_done_callback(self._done)
            if not self._turn_queue.has_more:
                # What is put in from now on sends a signal.
                return

    def _lease(self, now: datetime, sent_before: datetime | None) -> tuple[Turn, str, Situation] | None:
        """Take the next turn, and how things stand as it is asked; one way into a thread for both."""
        leased = self._turn_queue.lease(now, sent_before)
        return None if leased is None else (*leased, self._hours.situation())

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._loop.wake()
        if not task.cancelled() and (error := task.exception()):
            logger.error("turns.turn.crashed %s", failure(error))

    async def _take(self, turn: Turn, outside_id: str, situation: Situation) -> None:
        loop = asyncio.get_running_loop()
        slow = loop.call_later(SLOW_SECONDS, lambda: loop.run_in_executor(None, self._tell_slow, turn))
        try:
            await self._answer(turn, outside_id, situation)
        except Exception as error:
            if is_of_everything(error):
                raise
            # What the reply, the row or our own rules make impossible stays impossible: no endless tries under a lease.
            logger.error("turns.turn.set_aside %s", type(error).__name__)
            await asyncio.to_thread(self._turn_queue.set_aside, turn, error, self._clock.now())
            await self._tell_unread()
        finally:
            slow.cancel()

    async def _tell_unread(self) -> None:
        """Tell those whose turns were given up; what cannot even be told is logged, and the queue of turns goes on."""
        for conversation_id in self._turn_queue.take_unread():
            situation = await asyncio.to_thread(self._hours.situation)

            def tell(tx: Transaction, now: datetime, of: str = conversation_id, then: Situation = situation) -> bool:
                return turns.apologise_unread(tx, of, then, now)

            try:
                await self._store_it(tell)
            except Exception as error:  # noqa: BLE001 - the office sees the turn anyway
                logger.error("turns.unread.untold %s", type(error).__name__)
            self._signal.send(conversation_id)

    async def _answer(self, turn: Turn, outside_id: str, situation: Situation) -> None:
        left = (turn.sent_at + PATIENCE - self._clock.now()).total_seconds()
        is_taken_over = turn.attempts > 1 and left <= 0
        try:
            async with asyncio.timeout(TAKEN_OVER_SECONDS if is_taken_over else max(left, LEAST_SECONDS)):
                reply = await self._assistant.take_turn(turn, situation, None)
        except (AssistantFailed, TimeoutError) as failure:
            logger.warning("turns.turn.failed %s attempt %s", failure, turn.attempts)
            await self._after_failure(turn, situation, failure)
            return
        await self._store_it(lambda tx, now: turns.record(tx, turn, reply, outside_id, now, self._heed))
        self._signal.send(turn.conversation_id)

    async def _after_failure(self, turn: Turn, situation: Situation, failure: BaseException) -> None:
        again_at = self._clock.now() + RETRY_AFTER
        waits = isinstance(failure, AssistantStarting) or turn.attempts < 2
        if waits and again_at < turn.sent_at + PATIENCE:
            await asyncio.to_thread(self._turn_queue.put_back, turn.id, again_at)
            return
        await self._store_it(lambda tx, now: turns.apologise(tx, turn, situation, now))
        self._signal.send(turn.conversation_id)

    async def _store_it(self, do: Callable[[Transaction, datetime], bool]) -> None:
        def work() -> None:
            with self._store.write() as tx:
                do(tx, self._clock.now())

        await asyncio.to_thread(work)
