"""What happens on the open cases, looked at once for all consoles of this process."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

from desk.http import sse

Standing = dict[str, dict[str, Any]]
# Rings within this time are answered by one look: twenty consoles and fifty messages a second cost twenty looks.
GATHER_SECONDS = 0.05
MOST_KEPT = 1_000


class ChangeFeed:
    """Keeps the latest news under rising numbers; each stream asks for those after its own."""

    def __init__(
        self,
        look: Callable[[], Standing],
        changes: Callable[[Standing, Standing], list[sse.Event]],
    ) -> None:
        """Take the blocking functions that read the cases and tell two readings apart."""
        self._look, self._changes = look, changes
        self._known: Standing | None = None
        self._news: deque[tuple[int, sse.Event]] = deque(maxlen=MOST_KEPT)
        self._number = 0
        self._name = secrets.token_hex(4)
        self._coming: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    def mark(self, number: int) -> str:
        """Return a number so that a feed of another process or start does not take it for its own."""
        return f"{self._name}.{number}"

    def number_of(self, mark: str) -> int | None:
        """Return the number of a mark of this feed, None of anything else."""
        name, _, number = mark.partition(".")
        is_own = name == self._name and number.isdecimal() and len(number) < 12
        return int(number) if is_own else None

    async def begin(self) -> int:
        """Look, and return the number after which a new stream listens."""
        await self._fresh()
        return self._number

    async def after(self, number: int) -> tuple[list[sse.Event], int]:
        """Return what a look that begins now finds after a number, and the newest number.

        A stream that was too slow for what is kept is told that cases changed, and reads them again.
        """
        await self._fresh()
        newest = self._number
        if newest - number > len(self._news):
            return [sse.Event("cases", {})], newest
        # From the end: what a stream has not heard yet is little of what is kept.
        fresh = [event for _, event in itertools.islice(reversed(self._news), newest - number)]
        return fresh[::-1], newest

    async def _fresh(self) -> None:
        if self._coming is None:
            self._coming = asyncio.create_task(self._soon())
        # A stream that ends must not take the look away from the others.
        await asyncio.shield(self._coming)

    async def _soon(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        async with self._lock:
            # Whoever asks from now on may know of something newer: the next look is theirs.
            self._coming = None
            before, after = self._known, await asyncio.to_thread(self._look)
            if before is not None:
                for event in await asyncio.to_thread(self._changes, before, after):
                    self._number += 1
                    self._news.append((self._number, event))
            self._known = after
