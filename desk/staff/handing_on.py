"""Closing an account: its cases and appointments go to somebody else in the same transaction, so that none is left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.accounts import store
from desk.accounts.models import Account
from desk.appointments import queries as booked
from desk.appointments.queries import Office, SqlBookings
from desk.conversation import passing_on
from desk.conversation.models import Consultant, State
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_tables import snoozes
from desk.conversation_sql.transaction import SqlTransaction
from desk.db.database import Database


@dataclass(frozen=True)
class Holdings:
    """What an account has in hand.

    Attributes:
        waiting: Of the cases: the migrant has the last word.
        promises: Of the cases: an answer was promised.
        appointments: Still to come.
    """

    cases: int
    waiting: int
    promises: int
    appointments: int

    @property
    def is_something(self) -> bool:
        """Whether anything has to be handed on."""
        return bool(self.cases or self.appointments)


@dataclass(frozen=True)
class HandedOn:
    """What became of it: conversations with news, and the appointments that nobody else has time for."""

    cases: int
    appointments: int
    left: int
    conversations: tuple[str, ...]


class HandingOn:
    """Counts what an account has in hand, and closes it."""

    def __init__(self, database: Database, office: Callable[[], Office]) -> None:
        """Use this database; `office` is asked for the hours that hold."""
        self._database, self._office = database, office

    def holdings(self, account_id: str, now: datetime) -> Holdings:
        """Return what an account has in hand."""
        with self._database.read() as connection:
            tx = SqlTransaction(connection)
            held = _held(connection, account_id)
            last = [tx.last_words(conversation_id) for _, conversation_id in held]
            waiting = sum(found is not None and found.author == "user" for found in last)
            z = snoozes.c
            promised = sa.select(sa.func.count()).where(z.case_id.in_([case_id for case_id, _ in held]), z.is_promise)
            promises = int(connection.execute(promised).scalar_one())
            coming = len(booked.coming(SqlBookings(connection), account_id, now))
        return Holdings(len(held), waiting, promises, coming)

    def close(self, account: Account, to: Account | None, by: Account, now: datetime, **values: object) -> HandedOn:
        """Change an account so that it can do nothing more, and hand on what it has, in one transaction.

        Args:
            account: Whose.
            to: Who goes on; None puts the cases back into the queue, where they keep their early place, and gives the
                appointments to whoever has time.
            by: Who does it.
            now: Aware UTC time.
            values: Columns of the account.
        """
        manager = Consultant(by.id, by.name, True)
        heir = Consultant(to.id, to.name, to.is_supervisor) if to else None
        office, news = self._office(), list[str]()
        with self._database.write() as connection:
            tx, bookings = SqlTransaction(connection), SqlBookings(connection)
            held = _held(connection, account.id)
            for case_id, conversation_id in held:
                passing_on.hand_on(tx, case_id, manager, heir, now)
                news.append(conversation_id)
            # Before the appointments: nothing new can be booked with who is gone.
            store.change(connection, account.id, **values)
            coming, left = booked.coming(bookings, account.id, now), 0
            for appointment in coming:
                is_moved = booked.hand_on(bookings, appointment, to.id if to else None, now, office, by.id)
                left += not is_moved
                if is_moved and appointment.chat:
                    news.append(appointment.chat)
        return HandedOn(len(held), len(coming) - left, left, tuple(news))


def _held(connection: sa.Connection, account_id: str) -> list[tuple[str, str]]:
    c = t.cases.c
    query = (
        sa.select(c.id, c.conversation_id)
        .where(c.owner_id == account_id, c.state == State.CONSULTANT)
        .order_by(c.waiting_since)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]
