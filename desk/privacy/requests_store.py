"""Requests under the law and the wordings of the notice, in the database."""

from __future__ import annotations

from collections import Counter
from datetime import date

import sqlalchemy as sa

from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.db.database import DatabaseStore
from desk.db.records import made_of
from desk.privacy import requests
from desk.privacy import tables as p
from desk.privacy.requests import Notice, PrivacyRequest
from desk.text.times import JAPAN


class SqlRequests(DatabaseStore):
    """Where requests and notices are kept."""

    def add(self, kind: str, file_number: str, receipt: str, received_on: date, by: str) -> None:
        """Enter a request."""
        self._database.change(
            p.privacy_requests.insert().values(
                kind=kind,
                file_number=file_number,
                receipt=receipt,
                received_on=received_on.isoformat(),
                due_on=requests.due(received_on).isoformat(),
                is_extended=False,
                entered_by=by,
            )
        )

    def extend(self, request_id: int) -> None:
        """Extend the time, once."""
        r = p.privacy_requests.c
        with self._database.write() as connection:
            received = connection.execute(
                sa.select(r.received_on).where(r.id == request_id, ~r.is_extended)
            ).scalar_one_or_none()
            if received is not None:
                due = requests.due(date.fromisoformat(received), is_extended=True)
                connection.execute(
                    p.privacy_requests.update()
                    .where(r.id == request_id)
                    .values(is_extended=True, due_on=due.isoformat())
                )

    def answer(self, request_id: int, outcome: str, on: date) -> None:
        """Enter the decision."""
        r = p.privacy_requests.c
        self._database.change(
            p.privacy_requests.update()
            .where(r.id == request_id, r.outcome.is_(None))
            .values(outcome=outcome, answered_on=on.isoformat())
        )

    def all(self) -> list[PrivacyRequest]:
        """Return the requests: open ones by their last day, then the decided ones."""
        r = p.privacy_requests.c
        query = p.privacy_requests.select().order_by(r.outcome.is_not(None), r.due_on, r.id)
        rows = self._database.ask(query).mappings().all()
        return [
            made_of(
                PrivacyRequest,
                row,
                received_on=date.fromisoformat(row["received_on"]),
                due_on=date.fromisoformat(row["due_on"]),
                is_extended=bool(row["is_extended"]),
                answered_on=date.fromisoformat(row["answered_on"]) if row["answered_on"] else None,
            )
            for row in rows
        ]

    def notices(self) -> list[Notice]:
        """Return the wordings, newest first, and how many cases agreed to each."""
        with self._database.read() as connection:
            rows = connection.execute(
                privacy_tables.purpose_notices.select().order_by(privacy_tables.purpose_notices.c.first_at.desc())
            ).all()
            consents = connection.execute(sa.select(t.cases.c.consent)).scalars()
            counts = Counter(str(c.get("version")) for c in consents if c and c.get("given"))
        return [Notice(row.hash, row.text, row.first_at.astimezone(JAPAN).date(), counts[row.hash]) for row in rows]
