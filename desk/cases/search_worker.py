"""Folds what was written for the search, soon after: the first search of the day need not do it all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
EVERY_SECONDS = 5.0


async def run(catch_up: Callable[[], int]) -> None:
    """Work until cancelled; a failure is tried again, and a search catches up by itself meanwhile."""
    while True:
        try:
            await asyncio.to_thread(catch_up)
        except Exception as error:  # noqa: BLE001 - the loop must outlive a locked database
            logger.error("search.catch_up.failed %s", failure(error))
        await asyncio.sleep(EVERY_SECONDS)
