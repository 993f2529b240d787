"""Runs what the desk does in the background while it serves, and closes everything after it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from desk.assistant.client import AssistantClient
from desk.assistant.sketches import Sketches
from desk.assistant.turn_runner import TurnRunner
from desk.channels.line.channel import LineChannel
from desk.channels.mail.channel import MailChannel
from desk.channels.web.push import Push
from desk.conversation_sql.danger_rows import URGENT
from desk.danger.reader import Reader
from desk.db.write_lock import IS_BACKGROUND
from desk.operations import stopping
from desk.services import Services
from desk.signals.redis_signal import RedisSignal

Work = Coroutine[Any, Any, None]


@dataclass(frozen=True)
class Lifespan:
    """A desk that is made and does not run yet.

    Attributes:
        services: What the endpoints see.
        workers: Returns what runs in the background; called once, when the desk starts.
    """

    services: Services
    workers: Callable[[], list[Work]]
    runner: TurnRunner
    reader: Reader
    assistant: AssistantClient
    line: LineChannel
    mail: MailChannel
    push: Push

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the workers; afterwards they are stopped and everything is closed."""
        signal = self.services.signal
        loop = asyncio.get_running_loop()
        signal.attach(loop, self.runner.wake, self.line.delivery.wake, self._wake_reader, self.mail.wake)
        if isinstance(signal, RedisSignal):
            signal.start()
        # Background writers yield to requests.
        context = contextvars.copy_context()
        context.run(IS_BACKGROUND.set, True)
        background = [asyncio.create_task(worker, context=context) for worker in self.workers()]
        yield
        await stopping.stop(background)
        await self.assistant.close()
        self.services.of(Sketches).close()
        self.line.close()
        self.push.close()
        if isinstance(signal, RedisSignal):
            signal.close()
        self.services.database.close()

    def _wake_reader(self) -> None:
        if self.services.database.was_stirred(URGENT):
            self.reader.wake()
