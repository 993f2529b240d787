"""Which rows a search looks at: words in every way to write them, a period, and the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from desk.cases.tables import search_answers, search_documents
from desk.conversation.models import State
from desk.conversation_sql import tables as t


@dataclass(frozen=True)
class Wanted:
    """What is searched for; None means any.

    Attributes:
        words: Ways to write each word; all words must occur.
    """

    words: Sequence[Sequence[str]]
    since: datetime | None = None
    until: datetime | None = None
    channel: str | None = None
    state: str | None = None
    topic: str | None = None


def has(connection: sa.Connection, documents: sa.FromClause, ways: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether a row, or the answer that it shows, holds a word in one of the ways to write it."""
    look = sa.func.instr if connection.dialect.name == "sqlite" else sa.func.strpos
    answers = sa.select(search_answers.c.digest).where(sa.or_(*(look(search_answers.c.text, way) > 0 for way in ways)))
    return sa.or_(*(look(documents.c.text, way) > 0 for way in ways), documents.c.answer.in_(answers))


def of_case(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return what must hold for a case that is found."""
    c = t.cases.c
    pairs = ((c.channel, wanted.channel), (c.state, wanted.state), (c.topic, wanted.topic))
    chosen = [column == value for column, value in pairs if value is not None]
    # Of an alert only the words that raised it may be seen, until somebody takes it up.
    return [*chosen, c.state != State.ALERT.value]


def in_period(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return what must hold for the time of a hit."""
    at = search_documents.c.at
    # In UTC already here: a day at the end of the calendar would fail later, and leave the server's cursor open.
    since = [at >= wanted.since.astimezone(UTC)] if wanted.since else []
    return since + ([at < wanted.until.astimezone(UTC)] if wanted.until else [])
