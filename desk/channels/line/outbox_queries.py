"""The statements of LINE's outbox, made once: which delivery is due, and what becomes of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.channels.line import tables as line_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.turn_queue import is_over
from desk.db.schema import Moment

OPEN = ("ready", "sending", "riding", "held")


def _due() -> sa.Select[Any]:
    """Return the query for the oldest delivery that is due: (now, lease_ends, just_now, token_not_before) are bound."""
    o, earlier, u, turn = t.outbox.c, t.outbox.alias("earlier"), line_tables.line_users.c, t.turns.c
    now, lease_ends, just_now, token_not_before = (
        sa.bindparam(name, type_=Moment) for name in ("now", "lease_ends", "just_now", "token_not_before")
    )
    has_token = sa.exists(
        sa.select(u.user_id).where(
            u.conversation_id == o.conversation_id,
            u.reply_token.is_not(None),
            u.reply_token_at >= token_not_before,
        )
    )
    free = sa.or_(
        sa.and_(o.state == "ready", o.due_at <= now),
        sa.and_(o.state == "sending", is_over(o.leased_until, now, lease_ends)),
        sa.and_(o.state == "held", sa.or_(o.due_at <= now, has_token)),
    )
    is_first = ~sa.exists(
        sa.select(earlier.c.id).where(
            earlier.c.conversation_id == o.conversation_id,
            earlier.c.state.in_(OPEN),
            earlier.c.id < o.id,
        )
    )
    is_being_answered = sa.and_(
        o.due_at > just_now,
        sa.exists(
            sa.select(turn.id).where(
                turn.conversation_id == o.conversation_id,
                turn.state.in_(("ready", "running")),
                turn.sent_at > just_now,
            )
        ),
    )
    columns = (o.id, o.conversation_id, o.attempts, o.state, o.alone)
    return sa.select(*columns).where(free, is_first, ~is_being_answered).order_by(o.id).limit(1)


# Made once: see `desk.conversation_sql.turn_queue`.
DUE = _due()
BY_ID = sa.select(t.outbox).where(t.outbox.c.id == sa.bindparam("id"))
CHANGE = t.outbox.update().where(t.outbox.c.id == sa.bindparam("its_id"))
# The first time stays the first, whoever has taken the delivery over meanwhile.
BEGIN = CHANGE.values(
    first_tried_at=sa.func.coalesce(t.outbox.c.first_tried_at, sa.bindparam("tried_at", type_=Moment))
)
CHANGE_BATCHED = t.outbox.update().where(t.outbox.c.carried_by == sa.bindparam("its_id"))
TOKEN = sa.select(line_tables.line_users.c.reply_token, line_tables.line_users.c.reply_token_at).where(
    line_tables.line_users.c.user_id == sa.bindparam("user_id"),
    line_tables.line_users.c.reply_token_at >= sa.bindparam("not_before"),
)
TAKE_TOKEN = (
    line_tables.line_users.update()
    .where(line_tables.line_users.c.user_id == sa.bindparam("its_id"))
    .values(reply_token=None)
)
