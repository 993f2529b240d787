"""Works off the outbox to LINE: reply while the token is young, push otherwise, and truthful ends.

The table of failures follows reference pages of the Messaging API: an ambiguous reply is tried once more with the same
token (which works once) and never turned into a push; a push is repeated under its stored key for at most 24 hours.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from desk.conversation.models import Message
from desk.conversation.ports import Bell, Clock
from desk.delivery.line_api import LineApi, Outcome

# LINE promises a minute; the rest is for the way.
TOKEN_LIFE = timedelta(seconds=60)
TOKEN_AGE = timedelta(seconds=50)
KEY_LIFE = timedelta(hours=24)
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 600.0


class Outbox(Protocol):
    """See `desk.storage.outbox.Outbox`."""

    def lease(self, now: Any) -> Any:
        """Take the next parcel."""
        ...

    def begin_attempt(
        self, parcel: Any, request: dict[str, Any], now: Any, token_not_before: Any
    ) -> str | None:
        """Store what is about to be sent; returns the reply token, None for a push."""
        ...

    def settle(self, parcel_id: int, state: str, problem: str | None = None) -> None:
        """Note the end."""
        ...

    def again(
        self,
        parcel_id: int,
        due_at: Any,
        problem: str,
        *,
        by_push: bool = False,
        maybe_received: bool = False,
    ) -> None:
        """Try again later."""
        ...

    def drop_late(self, parcel: Any) -> None:
        """Never send it."""
        ...


class LineSender:
    """Sends one parcel at a time; blocking, run it in a thread."""

    def __init__(
        self,
        outbox: Outbox,
        api: LineApi,
        render: Callable[[Message], list[dict[str, Any]]],
        clock: Clock,
        bell: Bell,
    ) -> None:
        """Take the ports."""
        self._outbox, self._api, self._render = outbox, api, render
        self._clock, self._bell = clock, bell

    def send_next(self) -> bool:
        """Send one parcel; False if none is due."""
        parcel = self._outbox.lease(self._clock.now())
        if parcel is None:
            return False
        if parcel.is_late:
            self._outbox.drop_late(parcel)
        elif not parcel.is_following:
            self._outbox.settle(parcel.id, "dropped", "blocked by the person")
        else:
            self._send(parcel)
        self._bell.ring(parcel.message.conversation_id)
        return True

    def _send(self, parcel: Any) -> None:
        now = self._clock.now()
        if (
            parcel.reply_token is None
            and parcel.first_tried_at
            and now - parcel.first_tried_at > KEY_LIFE
        ):
            end = "unknown" if parcel.maybe_received else "dead"
            self._outbox.settle(parcel.id, end, "no clear answer within 24 hours")
            return
        is_retry = parcel.reply_token is not None
        request = parcel.request or {"messages": self._render(parcel.message)}
        token = self._outbox.begin_attempt(parcel, request, now, now - TOKEN_AGE)
        if token is not None:
            self._after_reply(
                parcel, *self._api.reply(token, request["messages"]), is_retry=is_retry
            )
        else:
            self._after_push(
                parcel, *self._api.push(parcel.to, request["messages"], parcel.retry_key)
            )

    def _after_reply(self, parcel: Any, outcome: Outcome, problem: str, *, is_retry: bool) -> None:
        if outcome is Outcome.ACCEPTED:
            self._outbox.settle(parcel.id, "sent")
        elif outcome is Outcome.TOKEN_USELESS and is_retry:
            # The token works once: its refusal while it is young means that the first try was accepted.
            # An old one is refused for its age as well, and nobody knows.
            is_young = self._clock.now() - parcel.reply_token_at < TOKEN_LIFE
            why = "accepted at the first try, by inference" if is_young else problem
            self._outbox.settle(parcel.id, "sent" if is_young else "unknown", why)
        elif outcome in {Outcome.TOKEN_USELESS, Outcome.NOT_SENT}:
            self._outbox.again(parcel.id, self._clock.now(), problem, by_push=True)
        elif outcome is Outcome.AMBIGUOUS and not is_retry:
            self._outbox.again(
                parcel.id,
                self._clock.now() + timedelta(seconds=1),
                problem,
                maybe_received=True,
            )
        elif outcome is Outcome.LATER:
            self._outbox.again(parcel.id, self._next_try(parcel), problem, by_push=True)
        else:
            self._outbox.settle(
                parcel.id, "unknown" if outcome is Outcome.AMBIGUOUS else "dead", problem
            )

    def _after_push(self, parcel: Any, outcome: Outcome, problem: str) -> None:
        if outcome is Outcome.ACCEPTED:
            self._outbox.settle(parcel.id, "sent")
        elif outcome is Outcome.REFUSED:
            self._outbox.settle(parcel.id, "dead", problem)
        else:
            self._outbox.again(
                parcel.id,
                self._next_try(parcel),
                problem,
                maybe_received=outcome is Outcome.AMBIGUOUS,
            )

    def _next_try(self, parcel: Any) -> Any:
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (parcel.attempts - 1), LONGEST_PAUSE_SECONDS)
        return self._clock.now() + timedelta(seconds=pause * random.uniform(0.8, 1.2))  # noqa: S311 - jitter
