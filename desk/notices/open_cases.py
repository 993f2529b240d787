"""Cases that are not closed, as notices follow from them: since when they wait, and the first message without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from desk.conversation.danger import Mark
from desk.conversation.models import State
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_tables import snoozes
from desk.danger.queries import open_marks, rules
from desk.db.records import made_of
from desk.notices.notice import OpenCase

OPEN = (State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT)
WATCHED = (*OPEN, State.ALERT)


def read(connection: sa.Connection, ids: Sequence[str], now: datetime) -> list[OpenCase]:
    """Return the cases of these ids that are not closed, the longest wait first."""
    c, v, z = t.cases.c, t.conversations, snoozes.c
    query = (
        sa.select(
            c.id,
            c.conversation_id,
            c.receipt,
            c.topic,
            c.channel,
            c.state,
            c.waiting_since,
            c.flags,
            c.owner_id,
            c.claimed_at,
            v.c.epoch,
            v.c.last_seq,
            z.until,
            z.seq.label("put_off_seq"),
        )
        .join(v, v.c.id == c.conversation_id)
        .outerjoin(snoozes, z.case_id == c.id)
        .where(c.id.in_(ids), c.state.in_(WATCHED))
        .order_by(c.waiting_since)
    )
    rows = connection.execute(query).mappings().all()
    flagged = [row["conversation_id"] for row in rows if row["flags"]]
    marks = open_marks(connection, flagged) if flagged else {}
    held = [row["conversation_id"] for row in rows if row["state"] == State.CONSULTANT]
    unanswered = _unanswered(connection, held)
    found = []
    for row in rows:
        seq, since = unanswered.get(row["conversation_id"], (None, None))
        if row["until"] and row["until"] > now and row["last_seq"] <= row["put_off_seq"]:
            seq, since = None, None
        found.append(
            made_of(
                OpenCase,
                row,
                state=State(row["state"]),
                has_flags=bool(row["flags"]),
                owner=row["owner_id"],
                was_claimed=row["claimed_at"] is not None,
                unanswered_since=since,
                unanswered_seq=seq,
                danger=_first_pressing(marks.get(row["conversation_id"], [])),
            )
        )
    return found


def _unanswered(connection: sa.Connection, conversation_ids: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """Return {conversation: (number, time) of the first message of the migrant after the consultants' last}."""
    if not conversation_ids:
        return {}
    m = t.messages.c
    answered = (
        sa.select(m.conversation_id, sa.func.max(m.seq).label("seq"))
        .where(m.conversation_id.in_(conversation_ids), m.author == "consultant")
        .group_by(m.conversation_id)
        .subquery()
    )
    first = (
        sa.select(m.conversation_id, sa.func.min(m.seq).label("seq"))
        .join(answered, answered.c.conversation_id == m.conversation_id, isouter=True)
        .where(
            m.conversation_id.in_(conversation_ids),
            m.author == "user",
            m.seq > sa.func.coalesce(answered.c.seq, 0),
        )
        .group_by(m.conversation_id)
        .subquery()
    )
    query = sa.select(m.conversation_id, m.seq, m.sent_at).join(
        first, sa.and_(first.c.conversation_id == m.conversation_id, first.c.seq == m.seq)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _first_pressing(marks: Sequence[Mark]) -> str:
    """Return the id of the first mark of the most pressing kind: something worse than before is told anew."""
    kind = rules.pressing(mark.kind for mark in marks)
    return min((mark.at, mark.id) for mark in marks if mark.kind == kind)[1] if kind else ""
