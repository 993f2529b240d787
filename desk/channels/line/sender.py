"""Sends the outbox to LINE: by reply while the token is young, by push otherwise; `sent` only where LINE said so.

The table of failures follows the reference pages of the Messaging API (docs/line.md has it with its tests): an ambiguous
reply is tried once more with the same token (which works once) and never turned into a push; a push is repeated under its
stored key for at most 24 hours.
"""

from __future__ import annotations

import dataclasses
import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from desk.channels.line.client import Answer, LineApi, Outcome
from desk.channels.line.deliveries import Delivery
from desk.channels.line.outbox import Outbox
from desk.channels.line.troubles import QUOTA, STOPPED, Troubles
from desk.conversation.models import Message
from desk.conversation.ports import ChangeSignal, Clock
from desk.set_aside.kinds import is_of_everything

logger = logging.getLogger(__name__)
# LINE promises a minute; the rest is for the way.
TOKEN_LIFE = timedelta(seconds=60)
TOKEN_AGE = timedelta(seconds=50)
KEY_LIFE = timedelta(hours=24)
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 600.0
# LINE counts roughly and late, and a broadcast may give its share back.
TRY_HELD_AGAIN = timedelta(hours=1)


# Messages in, (the objects of one call, how many of the messages are in them) out.
Pack = Callable[[Sequence[Message]], tuple[list[dict[str, Any]], int]]


class LineSender:
    """Sends one delivery at a time; blocking, run it in a thread."""

    def __init__(
        self,
        outbox: Outbox,
        api: LineApi,
        pack: Pack,
        clock: Clock,
        signal: ChangeSignal,
        troubles: Troubles,
        is_reading: Callable[[Message], bool] = lambda message: False,
    ) -> None:
        """Take the ports; `is_reading` tells whether the person sees the message on our own page anyway."""
        self._outbox, self._api, self._pack = outbox, api, pack
        self._clock, self._signal, self._troubles = clock, signal, troubles
        self._is_reading = is_reading

    def send_next(self) -> bool:
        """Send one delivery; False if none is due, or nothing may be sent."""
        if STOPPED in self._troubles.names():
            return False
        now = self._clock.now()
        delivery = self._outbox.lease(now, now - TOKEN_AGE)
        if delivery is None:
            return False
        try:
            self._deliver(delivery)
        except Exception as error:
            if is_of_everything(error):
                raise
            self._outbox.failed(delivery, error, now)
        self._signal.send(delivery.message.conversation_id)
        return True

    def _deliver(self, delivery: Delivery) -> None:
        if delivery.is_late:
            self._leave_out(delivery)
        elif not delivery.is_following:
            self._outbox.settle(delivery.id, "dropped", "blocked by the person")
        elif delivery.request is None and self._is_reading(delivery.message):
            self._outbox.settle(delivery.id, "shown")
        else:
            self._send(delivery)

    def _leave_out(self, delivery: Delivery) -> None:
        """Keep a bot message from somebody whom a person answers now."""
        if delivery.request is None:
            self._outbox.drop_late(delivery)
        elif delivery.maybe_received:
            why = "somebody took over before it was known whether it had arrived"
            self._outbox.settle(delivery.id, "unknown", why)
        else:
            self._outbox.pack_anew(delivery.id, self._clock.now(), "taken over", alone=False)

    def _send(self, delivery: Delivery) -> None:
        now = self._clock.now()
        if delivery.reply_token is None:
            if delivery.first_tried_at and now - delivery.first_tried_at > KEY_LIFE:
                end = "unknown" if delivery.maybe_received else "dead"
                self._outbox.settle(delivery.id, end, "no clear answer within 24 hours")
                return
        elif delivery.maybe_received and delivery.reply_token_at and now - delivery.reply_token_at > TOKEN_LIFE:
            # An old token is refused for its age, whether it was used or not.
            self._outbox.settle(delivery.id, "unknown", "no clear answer while the token was good")
            return
        request = delivery.request
        if request is None:
            objects, count = self._pack(delivery.messages)
            request = {"messages": objects}
            delivery = dataclasses.replace(delivery, batched=delivery.batched[: count - 1])
        token = self._outbox.begin_attempt(delivery, request, now, now - TOKEN_AGE)
        if token is not None:
            answer = self._api.reply(token, request["messages"])
        else:
            answer = self._api.push(delivery.to, request["messages"], delivery.retry_key)
            if answer.outcome is Outcome.ACCEPTED:
                self._troubles.end(QUOTA)
        if not self._after_any(delivery, answer):
            (self._after_reply if token is not None else self._after_push)(delivery, answer)

    def _after_any(self, delivery: Delivery, answer: Answer) -> bool:
        """Do what a reply and a push have in common; False if the answer has another meaning for each."""
        outcome, problem, now = answer.outcome, answer.problem, self._clock.now()
        if outcome is Outcome.ACCEPTED:
            self._outbox.settle(delivery.id, "sent", None, answer.sent_ids)
        elif outcome is Outcome.REFUSED:
            self._dead(delivery, problem)
        elif outcome is Outcome.TOO_LARGE:
            if delivery.batched:
                self._outbox.pack_anew(delivery.id, now, problem, alone=True)
            else:
                self._dead(delivery, problem)
        elif outcome is Outcome.UNAUTHORISED:
            self._outbox.again(delivery.id, now, problem)
            self._stop(problem)
        elif outcome is Outcome.FORBIDDEN:
            self._dead(delivery, problem)
            self._stop(problem)
        else:
            return False
        return True

    def _after_reply(self, delivery: Delivery, answer: Answer) -> None:
        outcome, problem, now = answer.outcome, answer.problem, self._clock.now()
        if outcome is Outcome.TOKEN_USELESS and delivery.maybe_received:
            # A token works once. Young, its refusal means that the first try was accepted; near its end it may be its age.
            is_young = delivery.reply_token_at is not None and now - delivery.reply_token_at <= TOKEN_AGE
            end = "sent" if is_young else "unknown"
            why = "accepted at the first try, by inference" if is_young else problem
            self._outbox.settle(delivery.id, end, why)
        elif outcome is Outcome.NOT_SENT and delivery.maybe_received:
            self._outbox.again(delivery.id, now + timedelta(seconds=1), problem)
        elif outcome in {Outcome.TOKEN_USELESS, Outcome.NOT_SENT}:
            self._outbox.again(delivery.id, now, problem, by_push=True)
        elif outcome is Outcome.AMBIGUOUS and not delivery.maybe_received:
            self._outbox.again(delivery.id, now + timedelta(seconds=1), problem, maybe_received=True)
        elif outcome is Outcome.AMBIGUOUS:
            self._outbox.settle(delivery.id, "unknown", problem)
        else:
            # Too many at once: the token is not used, and is used while it is young.
            self._outbox.again(delivery.id, self._next_try(delivery), problem)

    def _after_push(self, delivery: Delivery, answer: Answer) -> None:
        outcome, problem, now = answer.outcome, answer.problem, self._clock.now()
        if outcome is Outcome.QUOTA:
            if QUOTA not in self._troubles.names():
                logger.error("line.quota.used_up")
                self._troubles.begin(QUOTA, problem, now)
            self._outbox.hold(delivery.id, now + TRY_HELD_AGAIN, problem)
            return
        self._outbox.again(
            delivery.id,
            self._next_try(delivery),
            problem,
            maybe_received=outcome is Outcome.AMBIGUOUS,
        )

    def _dead(self, delivery: Delivery, problem: str) -> None:
        logger.error("line.send.refused %s", problem)
        self._outbox.settle(delivery.id, "dead", problem)

    def _stop(self, problem: str) -> None:
        """Send nothing more on this channel until a person has mended it and says so in the console."""
        logger.error("line.channel.stopped %s", problem)
        self._troubles.begin(STOPPED, problem, self._clock.now())

    def _next_try(self, delivery: Delivery) -> datetime:
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (delivery.attempts - 1), LONGEST_PAUSE_SECONDS)
        return self._clock.now() + timedelta(seconds=pause * random.uniform(0.8, 1.2))  # noqa: S311 - jitter
