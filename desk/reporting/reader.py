"""Reads the raw rows of conversations as the reports count them; no counting here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.appointments import queries as booked
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.db.database import DatabaseStore
from desk.reporting import consultants
from desk.reporting.consultants import ConsultantFigures
from desk.reporting.figures import Minutes
from desk.reporting.history import Talk
from desk.reporting.tables import case_outcomes
from desk.reporting.talk_rows import grouped, messages_of, talk_of


class ReportReader(DatabaseStore):
    """Reads for the reports."""

    def talks(self, since: datetime, until: datetime, channel: str | None = None) -> list[Talk]:
        """Return the conversations in which a migrant wrote between two moments, without test traffic and those whose use is stopped.

        What was said half an hour before is there as well, so that a session that began then is seen as such, and all
        that followed.
        """
        m, v = t.messages.c, t.conversations.c
        wrote = sa.select(m.conversation_id).where(m.author == "user", m.sent_at >= since, m.sent_at < until)
        chosen = sa.select(v.id).where(v.id.in_(wrote), exclusions.counts(v.id))
        if channel:
            chosen = chosen.where(v.channel == channel)
        with self._database.read() as connection:
            events = grouped(
                connection,
                sa.select(t.events)
                .where(t.events.c.conversation_id.in_(chosen))
                .order_by(t.events.c.at, t.events.c.id),
            )
            said = grouped(connection, messages_of(chosen, since))
            cases = grouped(
                connection,
                sa.select(t.cases).where(t.cases.c.conversation_id.in_(chosen)).order_by(t.cases.c.opened_at),
            )
            channels = connection.execute(sa.select(v.id, v.channel).where(v.id.in_(chosen)).order_by(v.id)).all()
        return [
            talk_of(row.id, row.channel, said.get(row.id, []), events.get(row.id, []), cases.get(row.id, []))
            for row in channels
        ]

    def outcomes(self, since: datetime, until: datetime) -> list[tuple[str, str, datetime]]:
        """Return (case or appointment, kind, when): what was ticked, and the appointments made and not cancelled.

        Test traffic and what was stopped are left out.
        """
        o, c = case_outcomes.c, t.cases.c
        ticked = (
            sa.select(o.case_id, o.kind, o.at)
            .join(t.cases, c.id == o.case_id)
            .where(o.at >= since, o.at < until, exclusions.counts(c.conversation_id))
        )
        with self._database.read() as connection:
            rows = [*connection.execute(ticked), *connection.execute(booked.made(since, until))]
        return sorted(((row[0], row[1], row[2]) for row in rows), key=lambda found: found[2])

    def consultants(
        self, since: datetime, until: datetime, channel: str | None, minutes: Minutes
    ) -> list[ConsultantFigures]:
        """Return what each consultant did with the cases taken in a period; `minutes` counts those of opening."""
        with self._database.read() as connection:
            return consultants.read(connection, since, until, channel, minutes)

    def ratings(self, since: datetime, until: datetime, channel: str | None = None) -> list[int]:
        """Return the scores (5 is best) of the talks rated in a period, one a case: who taps again means the last.

        Test traffic and what was stopped are left out.
        """
        e, v = t.events.c, t.conversations.c
        query = (
            sa.select(e.case_id, e.detail)
            .join(t.conversations, v.id == e.conversation_id)
            .where(
                e.kind == "rated",
                e.at >= since,
                e.at < until,
                exclusions.counts(v.id),
            )
            .order_by(e.id)
        )
        if channel is not None:
            query = query.where(v.channel == channel)
        latest = {row.case_id: int(row.detail["score"]) for row in self._database.ask(query)}
        return sorted(latest.values(), reverse=True)
