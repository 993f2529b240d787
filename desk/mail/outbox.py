"""The outbox of mails and notices: letters leased to a sender, kept until somebody knows their end."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.db.database import DatabaseStore
from desk.db.records import made_of
from desk.mail.letter_store import delete
from desk.mail.message import Attachment, Head, Letter, Way
from desk.mail.order import NEXT
from desk.mail.tables import NOT_MADE, letter_files, letters
from desk.set_aside import leases
from desk.set_aside import store as set_aside
from desk.set_aside.kinds import Worker

# Longer than one attempt may take, so that only a dead sender's letter is taken over.
LEASE = timedelta(seconds=90)
KEPT_AFTER_SENDING = timedelta(days=30)
_ASIDE = {"state": "aside", "leased_until": None}


def _taken(connection: sa.Connection, due: sa.Row[Any], now: datetime) -> Letter:
    c = letters.c
    row = connection.execute(letters.select().where(c.id == due.id)).mappings().one()
    # Taken over from a sender that died, perhaps after the other side had it.
    maybe = bool(row["maybe_received"]) or row["state"] == "sending"
    attempts = row["attempts"] + 1
    connection.execute(
        letters.update()
        .where(c.id == row["id"])
        .values(state="sending", leased_until=now + LEASE, attempts=attempts, maybe_received=maybe)
    )
    files = connection.execute(
        sa.select(letter_files)
        .where(letter_files.c.letter_id == row["id"], letter_files.c.content != NOT_MADE)
        .order_by(letter_files.c.id)
    ).mappings()
    return made_of(
        Letter,
        row,
        way=Way(row["way"]),
        to=row["recipient"],
        attachments=tuple(Attachment(file["name"], file["mime"], bytes(file["content"])) for file in files),
        attempts=attempts,
        maybe_received=maybe,
        head=Head.of(row["head"]) if row["head"] else None,
    )


class MailOutbox(DatabaseStore):
    """Leases letters to a sender and notes how each attempt ended."""

    def lease(self, way: Way, now: datetime) -> Letter | None:
        """Take the letter that goes first: urgent ones, then by time; of one lane and recipient in order."""

        def put_aside(connection: sa.Connection, due: sa.Row[Any], error: Exception) -> None:
            set_aside.give_up(connection, Worker.MAIL, str(due.id), error, now, due.conversation_id)
            connection.execute(letters.update().where(letters.c.id == due.id).values(_ASIDE))

        values = {"way": way, "now": now, "lease_ends": now + LEASE}
        return leases.take(self._database, NEXT, values, functools.partial(_taken, now=now), put_aside)

    def set_aside(self, letter: Letter, now: datetime, error: Exception) -> None:
        """Note that a letter cannot be made into what is sent; a person decides."""
        with self._database.write() as connection:
            if self._end(connection, letter, **_ASIDE):
                query = sa.select(letters.c.conversation_id).where(letters.c.id == letter.id)
                whose = connection.execute(query).scalar_one_or_none()
                set_aside.give_up(connection, Worker.MAIL, str(letter.id), error, now, whose)

    def sent(self, letter: Letter, now: datetime) -> None:
        """Note that the other side took it; its words go."""
        with self._database.write() as connection:
            changed = self._end(connection, letter, state="sent", settled_at=now, text="", html=None, problem=None)
            if changed:
                connection.execute(letter_files.delete().where(letter_files.c.letter_id == letter.id))

    def refused(self, letter: Letter, now: datetime, problem: str) -> None:
        """Note that it will never be taken as it is."""
        with self._database.write() as connection:
            self._end(connection, letter, state="dead", settled_at=now, problem=problem)

    def put_off(
        self,
        letter: Letter,
        now: datetime,
        pause: timedelta,
        problem: str,
        *,
        maybe_received: bool,
    ) -> str:
        """Let it be tried again later, or give it up after two days; returns the state it has now."""
        c = letters.c
        maybe = letter.maybe_received or maybe_received
        with self._database.write() as connection:
            query = sa.select(c.give_up_at).where(c.id == letter.id)
            give_up_at = connection.execute(query).scalar_one_or_none()
            if give_up_at is None:
                return "erased"
            if now + pause <= give_up_at:
                state, more = "ready", {"due_at": now + pause}
            else:
                state, more = ("unknown" if maybe else "dead"), {"settled_at": now}
            self._end(connection, letter, state=state, problem=problem, maybe_received=maybe, **more)
        return state

    def _end(self, connection: sa.Connection, letter: Letter, **values: object) -> bool:
        """End one attempt; nothing happens if another sender has taken it over meanwhile."""
        c = letters.c
        done = connection.execute(
            letters.update()
            .where(c.id == letter.id, c.state == "sending", c.attempts == letter.attempts)
            .values(**{"leased_until": None, **values})
        )
        return done.rowcount == 1

    def forget_old(self, now: datetime) -> int:
        """Remove letters that were settled a month ago; returns how many."""
        c = letters.c
        where = (c.settled_at < now - KEPT_AFTER_SENDING, c.state.in_(["sent", "dropped"]))
        # Most looks find nothing: they must not wait for the write lock.
        with self._database.read() as connection:
            if connection.execute(sa.select(c.id).where(*where).limit(1)).first() is None:
                return 0
        with self._database.write() as connection:
            return delete(connection, *where)
