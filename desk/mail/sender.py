"""Carries letters from the outbox to a transport, and notes what became of each; one per way."""

from __future__ import annotations

import asyncio
import functools
import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from desk.conversation.ports import Clock
from desk.mail.errors import PutOff, Refused
from desk.mail.message import Letter, Way
from desk.mail.outbox import MailOutbox
from desk.set_aside.kinds import is_unreadable
from desk.work_loop import every, until_none

logger = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
# Half a minute, then double, at most a quarter of an hour: who comes back after an hour has everything soon.
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)


class Transport(Protocol):
    """Hands one letter over."""

    async def send(self, letter: Letter) -> None:
        """Return when the other side took the letter; a time limit of its own.

        Raises:
            Refused: It never will.
            PutOff: It did not now.
        """
        ...


class LetterSender:
    """Leases keep several processes apart; what a dead one had begun is sent again under the same Message-ID.

    An unclear end is tried again: for mail, twice is better than never (RFC 5321, 4.5.4.1), and the same Message-ID
    lets the other side see that it is the same.
    """

    def __init__(
        self,
        way: Way,
        outbox: MailOutbox,
        transport: Transport,
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Take the ports; `chance` returns 0 to 1."""
        self._way, self._outbox, self._transport = way, outbox, transport
        self._clock, self._chance = clock, chance

    async def run(self) -> None:
        """Work until cancelled."""
        # Not woken at every change signal: few messages cause a letter, and a mail can wait for a second.
        await every(LOOK_SECONDS, functools.partial(until_none, self.send_next), logger, "letters.failed")

    async def send_next(self) -> bool:
        """Try one letter; False if none is due."""
        letter = await asyncio.to_thread(self._outbox.lease, self._way, self._clock.now())
        if letter is None:
            return False
        try:
            await self._transport.send(letter)
        except Refused as refused:
            logger.warning("letters.letter.refused %s %s", letter.id, refused.problem)
            await asyncio.to_thread(self._outbox.refused, letter, self._clock.now(), refused.problem)
        except PutOff as later:
            await self._put_off(letter, later.problem, maybe_received=later.maybe_received)
        except Exception as error:  # noqa: BLE001 - whatever a transport meets, the letter stays
            if is_unreadable(error) and not isinstance(error, OSError):
                # No mail can be made of it, today or tomorrow.
                await asyncio.to_thread(self._outbox.set_aside, letter, self._clock.now(), error)
                return True
            await self._put_off(letter, type(error).__name__, maybe_received=True)
        else:
            await asyncio.to_thread(self._outbox.sent, letter, self._clock.now())
        return True

    async def _put_off(self, letter: Letter, problem: str, *, maybe_received: bool) -> None:
        pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 10), LONGEST_PAUSE)
        # Between half and one and a half, so that a server that comes back is not met by all at once.
        pause *= 0.5 + self._chance()
        now = self._clock.now()
        state = await asyncio.to_thread(
            lambda: self._outbox.put_off(letter, now, pause, problem, maybe_received=maybe_received)
        )
        logger.warning("letters.letter.put_off %s %s %s", letter.id, state, problem)
