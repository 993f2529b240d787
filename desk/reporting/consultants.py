"""What each consultant did in a period: cases taken, closed, replies written, how fast the first one came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.reporting.figures import Minutes


@dataclass(frozen=True)
class ConsultantFigures:
    """Of one consultant; a case that went on to somebody else counts for who has it now.

    Attributes:
        taken: Cases claimed in the period.
        closed: Of these, closed.
        replies: Messages written in them.
        minutes: Of opening, from each claim to the first words after it.
    """

    name: str
    taken: int
    closed: int
    replies: int
    minutes: tuple[int, ...]


def read(
    connection: sa.Connection, since: datetime, until: datetime, channel: str | None, minutes: Minutes
) -> list[ConsultantFigures]:
    """Return the figures by name; test traffic and what was stopped are left out."""
    c, a, m = t.cases.c, account_tables.accounts.c, t.messages.c
    query = (
        sa.select(c.id, c.conversation_id, c.claimed_at, c.closed_at, c.owner_id, a.name)
        .join(account_tables.accounts, a.id == c.owner_id)
        .where(c.claimed_at >= since, c.claimed_at < until, exclusions.counts(c.conversation_id))
        .order_by(a.name, c.claimed_at)
    )
    if channel is not None:
        query = query.where(c.channel == channel)
    cases = connection.execute(query).all()
    said: dict[str, list[datetime]] = {}
    talks = sorted({case.conversation_id for case in cases})
    for begin in range(0, len(talks), 500):
        written = (
            sa.select(m.conversation_id, m.sent_at)
            .where(m.conversation_id.in_(talks[begin : begin + 500]), m.author == "consultant", m.sent_at >= since)
            .order_by(m.sent_at)
        )
        for row in connection.execute(written):
            said.setdefault(row.conversation_id, []).append(row.sent_at)
    taken, closed, replies = Counter[str](), Counter[str](), Counter[str]()
    waits: dict[str, list[int]] = {}
    names = {case.owner_id: case.name for case in cases}
    for case in cases:
        theirs = [
            at
            for at in said.get(case.conversation_id, ())
            if at >= case.claimed_at and (case.closed_at is None or at <= case.closed_at)
        ]
        taken[case.owner_id] += 1
        closed[case.owner_id] += case.closed_at is not None
        replies[case.owner_id] += len(theirs)
        if theirs:
            waits.setdefault(case.owner_id, []).append(minutes(case.claimed_at, theirs[0]))
    return [
        ConsultantFigures(name, taken[who], closed[who], replies[who], tuple(waits.get(who, ())))
        for who, name in names.items()
    ]
