"""Server-sent events: framing, and a stream that wakes on news, pings when idle and ends by itself."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from desk.http.problems import Problem
from desk.signals.change_signal import InProcessSignal
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
# Proxies cut silent connections after 30-60 s.
PING_SECONDS = 15.0
# A stream ends after ten minutes, so that a deploy drains and a forgotten one frees its place; clients resume.
LONGEST_SECONDS = 600.0
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Event:
    """One event; `number` is what a client that comes back names as its last."""

    name: str
    data: Any
    number: int | None = None

    @cached_property
    def frame(self) -> str:
        """The event as the wire has it, written once for all the streams that it goes to."""
        identity = f"id: {self.number}\n" if self.number is not None else ""
        return f"{identity}event: {self.name}\ndata: {_written(self.data)}\n\n"


PING = Event("ping", {})


class Ended(Exception):
    """Raised by `news`: whoever listens may not hear more."""


def stream(
    request: Request,
    signal: InProcessSignal,
    name: str,
    news: Callable[[], Awaitable[list[Event]]],
    *,
    look_seconds: float,
    hold: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> StreamingResponse:
    """Return a stream of what `news` yields at every signal of `name`, and at least every `look_seconds`.

    `hold` is entered for as long as the stream is open. Where there is nothing to hear any more (a conversation erased
    meanwhile) or the database fails, the stream ends, since its answer has begun; who comes back is told why.
    """

    async def events() -> AsyncIterator[str]:
        with hold():
            async for event in listened():
                yield event

    async def listened() -> AsyncIterator[str]:
        changed = signal.listen(name)
        ends = time.monotonic() + LONGEST_SECONDS
        pinged = time.monotonic()
        try:
            yield "retry: 1000\n\n"
            while time.monotonic() < ends:
                changed.clear()
                try:
                    fresh = await news()
                except (Ended, Problem):
                    return
                except SQLAlchemyError as error:
                    logger.warning("stream.ended_early %s", failure(error))
                    return
                if fresh:
                    yield "".join(event.frame for event in fresh)
                try:
                    async with asyncio.timeout(min(look_seconds, PING_SECONDS)):
                        await changed.wait()
                except TimeoutError:
                    if await request.is_disconnected():
                        return
                if time.monotonic() - pinged >= PING_SECONDS:
                    pinged = time.monotonic()
                    yield PING.frame
        finally:
            signal.leave(name, changed)

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)
