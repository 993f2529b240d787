"""The part of a transaction that knows the consultants: who has appointments, when, and where."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.appointments import rows
from desk.appointments.models import Availability
from desk.appointments.tables import appointment_desks, availability


class ConsultantRows:
    """Consultants' time, meeting addresses and calendars."""

    _connection: sa.Connection

    def consultants(self) -> dict[str, str]:
        """Return {account id: name} of those who can have appointments: their accounts are open."""
        a = account_tables.accounts.c
        found = self._connection.execute(
            sa.select(a.id, a.name).where(a.is_active, a.role != "auditor").order_by(a.name, a.id)
        )
        return {row[0]: row[1] for row in found}

    def availability(self) -> list[Availability]:
        """Return what was entered for accounts that are open."""
        query = (
            sa.select(availability)
            .join(account_tables.accounts, account_tables.accounts.c.id == availability.c.account_id)
            .where(account_tables.accounts.c.is_active)
            .order_by(availability.c.weekday, availability.c.day, availability.c.begin)
        )
        return [rows.availability_of(row) for row in self._connection.execute(query).mappings()]

    def add_availability(self, item: Availability) -> None:
        """Store a stretch of a consultant's time."""
        self._connection.execute(availability.insert().values(**rows.availability_values(item)))

    def drop_availability(self, item_id: int, account_id: str) -> bool:
        """Take a stretch of one consultant's time away; False if there is none."""
        a = availability.c
        done = self._connection.execute(availability.delete().where(a.id == item_id, a.account_id == account_id))
        return done.rowcount == 1

    def meeting_url_of(self, account_id: str) -> str:
        """Return a consultant's own meeting address, empty where there is none."""
        d = appointment_desks.c
        query = sa.select(d.meeting_url).where(d.account_id == account_id)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def set_desk(self, account_id: str, **values: Any) -> None:
        """Set a consultant's `meeting_url` or `feed_hash`."""
        where = appointment_desks.c.account_id == account_id
        if self._connection.execute(appointment_desks.update().where(where).values(**values)).rowcount == 0:
            self._connection.execute(appointment_desks.insert().values(account_id=account_id, **values))

    def account_of_feed(self, feed_hash: str) -> str | None:
        """Return whose calendar an address subscribes to; none of an account that was closed."""
        query = (
            sa.select(appointment_desks.c.account_id)
            .join(account_tables.accounts, account_tables.accounts.c.id == appointment_desks.c.account_id)
            .where(appointment_desks.c.feed_hash == feed_hash, account_tables.accounts.c.is_active)
        )
        return self._connection.execute(query).scalar_one_or_none()
