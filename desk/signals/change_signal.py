"""Wakes event streams and workers of this process when something was stored; a hint, never the truth."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable

# Streams that follow every conversation (the console) listen under this name.
ALL = "*"


class InProcessSignal:
    """The change signal of one process: sent from any thread, heard in the event loop."""

    def __init__(self) -> None:
        """Begin with no listeners; `attach` gives it the loop."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._callbacks: list[Callable[[], None]] = []

    def attach(self, loop: asyncio.AbstractEventLoop, *callbacks: Callable[[], None]) -> None:
        """Use this loop, and call these (in it) at every signal."""
        self._loop = loop
        self._callbacks = list(callbacks)

    def send(self, conversation_id: str) -> None:
        """See `desk.conversation.ports.ChangeSignal`."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, conversation_id)

    def _send(self, conversation_id: str) -> None:
        for callback in self._callbacks:
            callback()
        for name in (conversation_id, ALL):
            for event in self._listeners.get(name, ()):
                event.set()

    def listen(self, name: str) -> asyncio.Event:
        """Return an event that is set at every signal of this name; give it back with `leave`."""
        event = asyncio.Event()
        self._listeners[name].add(event)
        return event

    def leave(self, name: str, event: asyncio.Event) -> None:
        """Stop listening."""
        self._listeners[name].discard(event)
        if not self._listeners[name]:
            del self._listeners[name]
