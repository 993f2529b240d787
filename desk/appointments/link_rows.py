"""The part of a transaction that keeps the links of booking pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.appointments import rows
from desk.appointments.models import Link
from desk.appointments.tables import booking_links


def locked(connection: sa.Connection, query: sa.Select[Any]) -> sa.Select[Any]:
    """Return a query that locks what it reads until the end of a transaction that writes, where the database can."""
    return query.with_for_update() if connection.get_execution_options().get("writes") else query


class BookingLinkRows:
    """Links, each of one appointment at most."""

    _connection: sa.Connection

    def add_link(self, link: Link) -> None:
        """Store a link."""
        self._connection.execute(booking_links.insert().values(**link.__dict__))

    def link(self, code_hash: str) -> Link | None:
        """Return a link, locked until the end of the transaction where the database can."""
        query = sa.select(booking_links).where(booking_links.c.code_hash == code_hash)
        row = self._connection.execute(locked(self._connection, query)).mappings().first()
        return rows.link_of(row) if row else None

    def bind(self, code_hash: str, appointment_id: str, expires_at: datetime) -> None:
        """Let a link lead to an appointment from now on."""
        self._connection.execute(
            booking_links.update()
            .where(booking_links.c.code_hash == code_hash)
            .values(appointment_id=appointment_id, expires_at=expires_at)
        )

    def keep_links(self, appointment_id: str, expires_at: datetime) -> None:
        """Let an appointment's links live until then."""
        self._connection.execute(
            booking_links.update().where(booking_links.c.appointment_id == appointment_id).values(expires_at=expires_at)
        )
