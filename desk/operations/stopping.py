"""Ends the workers of a process that stops."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

AGAIN_SECONDS = 0.5


async def stop(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks until every one has ended.

    Once is not enough: a library's `asyncio.wait_for` loses a cancellation that comes with its result
    (https://github.com/python/cpython/issues/86296, mended in Python 3.12), and the worker would go on for ever.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
