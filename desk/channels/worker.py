"""Runs a blocking sender in a thread: every second, and at once where it is woken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0


class DeliveryWorker:
    """One per process; leases keep several processes apart."""

    def __init__(self, send_next: Callable[[], bool]) -> None:
        """Take what sends one message and says whether there was one."""
        self._send_next = send_next
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at the outbox now; called in the event loop."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            try:
                while await asyncio.to_thread(self._send_next):
                    pass
            except Exception as error:  # noqa: BLE001 - the loop must outlive a locked database
                logger.error("delivery.failed %s", failure(error))
            try:
                # Not `wait_for`: in Python 3.11 it loses a cancellation that comes with the wake-up.
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue
