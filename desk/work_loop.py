"""The loops of workers: one that looks every so often, and one that looks at once where it is woken; pure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NoReturn

from desk.text.safe_error import failure

LOOK_SECONDS = 1.0


async def every(
    seconds: float, look: Callable[[], Awaitable[object]], logger: logging.Logger, failed: str = "failed"
) -> NoReturn:
    """Look every so many seconds until cancelled; a look that fails, such as for a locked database, is logged under a name."""
    while True:
        try:
            await look()
        except Exception as error:  # noqa: BLE001 - the loop must outlive whatever a look meets
            logger.error("%s %s", failed, failure(error))
        await asyncio.sleep(seconds)


async def until_none(work: Callable[[], Awaitable[bool]]) -> None:
    """Work off what there is."""
    while await work():
        pass


class WorkLoop:
    """One a worker; `wake` is called in the event loop."""

    def __init__(self) -> None:
        """Begin asleep."""
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    async def run(self, look: Callable[[], Awaitable[None]], failed: Callable[[Exception], None]) -> NoReturn:
        """Look until cancelled; `failed` hears of a look that failed, such as for a locked database."""
        while True:
            self._woken.clear()
            try:
                await look()
            except Exception as error:  # noqa: BLE001 - the loop must outlive whatever a look meets
                failed(error)
            try:
                # Not `wait_for`: in Python 3.11 it loses a cancellation that comes with the wake-up.
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                continue
