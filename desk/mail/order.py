"""Which letter goes first: urgent ones, then by time; letters of one lane to one recipient keep their order."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.conversation_sql.turn_queue import is_over
from desk.db.schema import Moment
from desk.mail.tables import letters

OPEN = ("ready", "sending")


def _next() -> sa.Select[Any]:
    """Return the query for the letter that goes first: (way, now, lease_ends) are bound."""
    c, earlier = letters.c, letters.alias("earlier")
    now, lease_ends = (sa.bindparam(name, type_=Moment) for name in ("now", "lease_ends"))
    free = sa.or_(
        c.state == "ready",
        sa.and_(c.state == "sending", is_over(c.leased_until, now, lease_ends)),
    )
    first = ~sa.exists(
        sa.select(earlier.c.id).where(
            earlier.c.lane == c.lane,
            earlier.c.recipient == c.recipient,
            earlier.c.state.in_(OPEN),
            earlier.c.id < c.id,
            # One for a later day (a reminder) does not hold back today's; one that was tried does.
            sa.or_(earlier.c.attempts > 0, earlier.c.due_at <= now),
        )
    )
    return (
        sa.select(c.id, c.attempts, c.state, c.conversation_id)
        .where(c.way == sa.bindparam("way"), free, c.due_at <= now, sa.or_(c.is_urgent, first))
        .order_by(c.is_urgent.desc(), c.due_at, c.id)
        .limit(1)
    )


# Made once: see `desk.conversation_sql.turn_queue`.
NEXT = _next()
