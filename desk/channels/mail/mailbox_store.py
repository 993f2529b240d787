"""How far the mailbox was read, which desk reads it, and which of its copies are to be deleted."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.channels.mail.tables import mail_received, mailboxes
from desk.db.database import Database, insert_into

LEASE = timedelta(seconds=60)


class MailboxStore:
    """Keeps them for one mailbox; one desk at a time holds its lease."""

    def __init__(self, database: Database, name: str) -> None:
        """Use this database; `name` tells the mailbox from others."""
        self._database, self._name = database, name
        self._me = secrets.token_hex(8)

    def lease(self, now: datetime) -> bool:
        """Take or renew the lease; False while another desk has it."""
        c = mailboxes.c
        with self._database.write() as connection:
            connection.execute(
                insert_into(connection, mailboxes)
                .values(name=self._name, last_uid=-1)
                .on_conflict_do_nothing(index_elements=["name"])
            )
            free = sa.or_(
                c.leased_by.is_(None), c.leased_by == self._me, c.leased_until <= now, c.leased_until > now + LEASE * 2
            )
            values = {"leased_by": self._me, "leased_until": now + LEASE}
            done = connection.execute(mailboxes.update().where(c.name == self._name, free).values(**values))
            return done.rowcount == 1

    def last_uid(self, validity: int) -> int | None:
        """Return how far the mailbox was read; None at the first look, and where its server has numbered it anew."""
        c = mailboxes.c
        row = self._database.ask(sa.select(c.uid_validity, c.last_uid).where(c.name == self._name)).one()
        return int(row[1]) if row[0] == validity and row[1] >= 0 else None

    def begin(self, validity: int, last_uid: int) -> None:
        """Count the mailbox as read up to there, in its server's present numbers."""
        self._set(uid_validity=validity, last_uid=last_uid)

    def read_to(self, validity: int, uid: int, now: datetime) -> None:
        """Note that the mailbox was read so far, and that it can be."""
        c = mailboxes.c
        newest = sa.case((c.last_uid < uid, uid), else_=c.last_uid)
        self._set(c.uid_validity == validity, last_uid=newest, read_at=now, problem=None)

    def note(self, problem: str) -> None:
        """Note why the mailbox cannot be read."""
        self._set(problem=problem)

    def _set(self, *where: sa.ColumnElement[bool], **values: object) -> None:
        self._database.change(mailboxes.update().where(mailboxes.c.name == self._name, *where).values(**values))

    def doomed(self) -> list[tuple[int | None, int | None]]:
        """Return (validity, uid) of copies of erased mails."""
        r = mail_received.c
        rows = self._database.ask(sa.select(r.uid_validity, r.uid).where(r.copy == "doomed").limit(100))
        return [(row[0], row[1]) for row in rows]

    def doomed_are_gone(self, copies: list[tuple[int | None, int | None]]) -> None:
        """Note that copies of erased mails are there no more."""
        r = mail_received.c
        with self._database.write() as connection:
            for validity, uid in copies:
                where = (
                    r.copy == "doomed",
                    r.uid_validity.is_not_distinct_from(validity),
                    r.uid.is_not_distinct_from(uid),
                )
                connection.execute(mail_received.update().where(*where).values(copy="gone"))

    def is_gone(self, validity: int, uid: int) -> None:
        """Note that a mail is in the mailbox no more."""
        r = mail_received.c
        with self._database.write() as connection:
            where = (r.uid_validity == validity, r.uid == uid)
            connection.execute(mail_received.update().where(*where).values(copy="gone"))
