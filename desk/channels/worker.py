"""Runs a blocking sender in a thread: every second, and at once where it is woken."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable

from desk.text.safe_error import failure
from desk.work_loop import WorkLoop, until_none

logger = logging.getLogger(__name__)


class DeliveryWorker:
    """One per process; leases keep several processes apart."""

    def __init__(self, send_next: Callable[[], bool]) -> None:
        """Take what sends one message and says whether there was one."""
        self._send_next = send_next
        self._loop = WorkLoop()

    def wake(self) -> None:
        """Look at the outbox now; called in the event loop."""
        self._loop.wake()

    async def run(self) -> None:
        """Work until cancelled."""
        send = functools.partial(until_none, functools.partial(asyncio.to_thread, self._send_next))
        await self._loop.run(send, lambda error: logger.error("delivery.failed %s", failure(error)))
