"""The part of a transaction that knows of who comes: how often with one contact, held, forgotten, erased."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.appointments import rows
from desk.appointments.models import STANDING, Appointment
from desk.appointments.tables import appointments, booking_links
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.exclusions import HOLD

# Of people who booked without a conversation.
CHANNEL = "booking"


class PersonRows:
    """What is kept of people, and how long."""

    _connection: sa.Connection

    def is_held(self, appointment: Appointment) -> bool:
        """Whether what is known of the person must be kept (保存)."""
        own = appointment.conversation_id
        return own is not None and HOLD in exclusions.restrictions(self._connection, own)

    def forget_old(self, ended_before: datetime, now: datetime) -> int:
        """Empty who came to appointments that ended before a time, remove links that are over; returns how many people."""
        a = appointments.c
        self._connection.execute(booking_links.delete().where(booking_links.c.expires_at < now))
        done = self._connection.execute(
            appointments.update()
            .where(
                a.end_at < ended_before,
                a.contact.is_not(None),
                ~exclusions.is_held(a.conversation_id),
            )
            .values(**dict.fromkeys(rows.PERSON, sa.null()))
        )
        return done.rowcount

    def made_with(self, contact: str, since: datetime) -> int:
        """Count the appointments that somebody made with a contact since then, cancelled ones too."""
        a = appointments.c
        query = sa.select(sa.func.count()).where(a.contact == contact, a.created_at > since, a.made_by.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def count_standing_with(self, contact: str, now: datetime) -> int:
        """Count the appointments of a contact that stand and are still to come."""
        a = appointments.c
        query = sa.select(sa.func.count()).where(a.contact == contact, a.status.in_(STANDING), a.end_at > now)
        return int(self._connection.execute(query).scalar_one())

    def note_erased(self, appointment: Appointment, now: datetime) -> None:
        """Note that who came was erased, so that a restore erases them again; an appointment of a conversation is noted with it."""
        v = t.conversations
        own = sa.and_(v.c.id == appointment.conversation_id, v.c.channel == CHANNEL)
        self._connection.execute(v.update().where(own, v.c.erased_at.is_(None)).values(erased_at=now))
