"""A delivery: the messages of one call to a channel, read from the outbox with everything its attempts need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.channels.line import tables as line_tables
from desk.conversation.models import Message
from desk.conversation_sql import tables as t
from desk.conversation_sql.rows import message_of
from desk.db.records import made_of
from desk.set_aside.kinds import Broken, Reason

MOST_TOGETHER = 5
# Made once: see `desk.conversation_sql.turn_queue`.
_USER = sa.select(line_tables.line_users).where(line_tables.line_users.c.conversation_id == sa.bindparam("id"))
_HOLDER = sa.select(t.conversations.c.state, t.conversations.c.epoch).where(t.conversations.c.id == sa.bindparam("id"))
_MESSAGES = sa.select(t.messages).where(
    t.messages.c.conversation_id == sa.bindparam("id"),
    t.messages.c.seq.in_(sa.bindparam("numbers", expanding=True)),
)


@dataclass(frozen=True)
class Delivery:
    """Messages to send in one call, with everything its attempts need.

    Attributes:
        id: Of the leading row.
        messages: What the call may hold, in order; `batched` are the rows of all but the first.
        retry_key: Stored before the first attempt; the same for every attempt.
        request: The bytes of the first attempt as JSON; later attempts repeat them.
        reply_token: Token that this delivery has begun to use, None where it goes by push.
        reply_token_at: When LINE gave that token.
        maybe_received: An earlier attempt ended without a clear answer.
        is_late: A person took over after one of the messages was made: it must not be sent.
    """

    id: int
    messages: tuple[Message, ...]
    batched: tuple[int, ...]
    to: str
    attempts: int
    retry_key: str
    request: dict[str, Any] | None
    reply_token: str | None
    reply_token_at: datetime | None
    maybe_received: bool
    first_tried_at: datetime | None
    is_late: bool
    is_following: bool

    @property
    def message(self) -> Message:
        """The leading message."""
        return self.messages[0]


def read(connection: sa.Connection, row: Mapping[str, Any]) -> Delivery:
    """Return the delivery that a row of the outbox leads, with the messages that it has or may still take.

    Raises:
        Broken: The person on LINE, or one of the messages, is not there.
    """
    o = t.outbox.c
    lane = o.conversation_id == row["conversation_id"]
    if row["request"] is not None:
        more = o.carried_by == row["id"]
    else:
        more = sa.and_(lane, o.id > row["id"], o.state.in_(("ready", "held")))
    batched = connection.execute(
        sa.select(o.id, o.seq, o.epoch).where(more).order_by(o.id).limit(MOST_TOGETHER - 1)
    ).all()
    if row["alone"]:
        batched = []
    conversation = {"id": row["conversation_id"]}
    user = connection.execute(_USER, conversation).mappings().first()
    if user is None:
        raise Broken(Reason.NO_RECIPIENT)
    holder = connection.execute(_HOLDER, conversation).one()
    numbers = [row["seq"], *(one.seq for one in batched)]
    rows = connection.execute(_MESSAGES, {**conversation, "numbers": numbers}).mappings()
    found = {message["seq"]: message_of(message) for message in rows}
    if not found.keys() >= set(numbers):
        raise Broken(Reason.NO_MESSAGE)

    def is_late(seq: int, epoch: int) -> bool:
        return found[seq].author == "bot" and holder[0] == "consultant" and holder[1] > epoch

    lates = [is_late(one.seq, one.epoch) for one in batched]
    late = is_late(row["seq"], row["epoch"])
    if row["request"] is None and any(lates):
        batched = batched[: lates.index(True)]
    elif row["request"] is not None:
        late = late or any(lates)
    return made_of(
        Delivery,
        row,
        messages=tuple(found[seq] for seq in [row["seq"], *(one.seq for one in batched)]),
        batched=tuple(one.id for one in batched),
        to=user["user_id"],
        request=json.loads(row["request"]) if row["request"] else None,
        maybe_received=bool(row["maybe_received"]),
        is_late=late,
        is_following=bool(user["is_following"]),
    )
