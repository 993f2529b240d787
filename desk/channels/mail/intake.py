"""Reads the mailbox: one desk at a time by lease, each mail stored before it is marked as read.

The order is what makes it safe to die anywhere: store (one transaction, known by its Message-ID) › let its files in › mark
it in the mailbox › note how far the mailbox was read. Whoever comes after repeats what was not finished.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desk.channels.mail import inbound
from desk.channels.mail.files import Files
from desk.channels.mail.imap import ImapMailbox, Unreachable
from desk.channels.mail.inbound import Rules
from desk.channels.mail.reading import read
from desk.channels.mail.store import Copy, MailStore
from desk.channels.mail.tables import mail_received, mailboxes
from desk.conversation.models import Situation
from desk.conversation.ports import Bell, Clock
from desk.set_aside.kinds import Worker, is_of_everything
from desk.set_aside.store import Round
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
# One step of waiting: a desk that stops does not wait longer for it.
WAIT_SECONDS = 1.0
# Looked through even where IDLE says nothing: some servers forget to.
LOOK_EVERY = timedelta(seconds=30)
_PAUSES = (1.0, 5.0, 15.0, 60.0)


class Intake:
    """Blocking but for `run`; see the module."""

    def __init__(
        self,
        store: MailStore,
        mailbox: ImapMailbox,
        files: Files,
        rules: Rules,
        situation: Callable[[], Situation],
        clock: Clock,
        bell: Bell,
    ) -> None:
        """Take the ports."""
        self._store, self._mailbox, self._files, self._rules = store, mailbox, files, rules
        self._situation, self._clock, self._bell = situation, clock, bell
        self._me = secrets.token_hex(8)
        self._looked_at: datetime | None = None

    async def run(self) -> None:
        """Work until cancelled."""
        failed = 0
        try:
            while True:
                pause = WAIT_SECONDS
                try:
                    await asyncio.to_thread(self.step, WAIT_SECONDS)
                    failed = 0
                except Unreachable as error:
                    pause = _PAUSES[min(failed, len(_PAUSES) - 1)]
                    failed += 1
                    logger.warning("mail.mailbox.unreachable %s", error.problem)
                    await asyncio.to_thread(self._note, error.problem)
                except Exception as error:  # noqa: BLE001 - the loop must outlive a locked database
                    failed += 1
                    logger.error("mail.intake.failed %s", failure(error))
                if failed:
                    await asyncio.sleep(pause)
        finally:
            self._mailbox.close()

    def step(self, wait_seconds: float = 0.0) -> int:
        """Take what is new if this desk reads the mailbox, then wait for news; returns how many mails were taken.

        Raises:
            Unreachable: See there.
        """
        if not self.lease():
            self._mailbox.close()
            time.sleep(wait_seconds)
            return 0
        now = self._clock.now()
        is_due = self._looked_at is None or now - self._looked_at >= LOOK_EVERY or now < self._looked_at
        if not is_due and wait_seconds:
            is_due = self._mailbox.wait(wait_seconds)
        if not is_due and wait_seconds:
            return 0
        self._looked_at = now
        return self.look()

    def lease(self) -> bool:
        """Take or renew the lease of the mailbox; False while another desk has it."""
        c, now, name = mailboxes.c, self._clock.now(), self._rules.server.name
        with self._store.database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(
                insert(mailboxes).values(name=name, last_uid=-1).on_conflict_do_nothing(index_elements=["name"])
            )
            free = sa.or_(
                c.leased_by.is_(None), c.leased_by == self._me, c.leased_until <= now, c.leased_until > now + LEASE * 2
            )
            done = connection.execute(
                mailboxes.update().where(c.name == name, free).values(leased_by=self._me, leased_until=now + LEASE)
            )
            return done.rowcount == 1

    def look(self) -> int:
        """Take what is new; returns how many mails were taken.

        Raises:
            Unreachable: See there.
        """
        self._mailbox.connect()
        validity = self._mailbox.uid_validity
        last = self._last_uid(validity)
        self._delete_doomed(validity)
        taken = 0
        walk = Round(self._store.database, Worker.MAILBOX, self._clock.now())
        for uid in self._mailbox.new(last):
            item = f"{validity}:{uid}"
            if walk.skips(item):
                continue
            try:
                taken += self._take(validity, uid)
            except Unreachable:
                raise
            except Exception as error:
                if is_of_everything(error):
                    raise
                # The others go on; this one stays unread in the mailbox.
                walk.failed(item, error)
            else:
                walk.worked(item)
            self._read_to(validity, uid)
        self._read_to(validity, last)
        return taken

    def _take(self, validity: int, uid: int) -> bool:
        raw = self._mailbox.fetch(uid)
        if raw is None:
            return False
        found = read(raw, self._rules.server.own)
        situation, copy = self._situation(), Copy(validity, uid)
        with self._store.write() as tx:
            taken = inbound.take(self._store, tx, found, copy, self._rules, situation, self._clock.now())
        if found.files:
            self._files.let_in(taken.key, found.files)
        self._mailbox.done(uid)
        if self._rules.server.deletes:
            self._gone(validity, [uid])
        if taken.conversation_id and taken.is_new:
            self._bell.ring(taken.conversation_id)
        logger.info("mail.taken %s %s", found.kind.value, "new" if taken.is_new else "known")
        return taken.is_new

    def _last_uid(self, validity: int) -> int:
        """Return how far the mailbox was read; at the first look what lies there read already is nobody's question."""
        c, name = mailboxes.c, self._rules.server.name
        with self._store.database.read() as connection:
            row = connection.execute(sa.select(c.uid_validity, c.last_uid).where(c.name == name)).one()
        if row[0] == validity and row[1] >= 0:
            return int(row[1])
        # Numbered anew by its server: what is unread is taken again, and known by its Message-ID.
        last = self._mailbox.next_uid - 1
        with self._store.database.write() as connection:
            connection.execute(mailboxes.update().where(c.name == name).values(uid_validity=validity, last_uid=last))
        return last

    def _read_to(self, validity: int, uid: int) -> None:
        c, name = mailboxes.c, self._rules.server.name
        with self._store.database.write() as connection:
            where = (c.name == name, c.uid_validity == validity)
            newest = sa.case((c.last_uid < uid, uid), else_=c.last_uid)
            now = self._clock.now()
            connection.execute(mailboxes.update().where(*where).values(last_uid=newest, read_at=now, problem=None))

    def _note(self, problem: str) -> None:
        with self._store.database.write() as connection:
            where = mailboxes.c.name == self._rules.server.name
            connection.execute(mailboxes.update().where(where).values(problem=problem))

    def _delete_doomed(self, validity: int) -> None:
        """Delete the copies of erased mails; of a mailbox that was numbered anew they cannot be found any more."""
        r = mail_received.c
        with self._store.database.read() as connection:
            rows = connection.execute(sa.select(r.uid_validity, r.uid).where(r.copy == "doomed").limit(100)).all()
        for row in rows:
            if row[0] == validity and row[1] is not None:
                self._mailbox.delete(row[1])
        if rows:
            with self._store.database.write() as connection:
                for row in rows:
                    where = (
                        r.copy == "doomed",
                        r.uid_validity.is_not_distinct_from(row[0]),
                        r.uid.is_not_distinct_from(row[1]),
                    )
                    connection.execute(mail_received.update().where(*where).values(copy="gone"))

    def _gone(self, validity: int, uids: list[int]) -> None:
        r = mail_received.c
        with self._store.database.write() as connection:
            where = (r.uid_validity == validity, r.uid.in_(uids))
            connection.execute(mail_received.update().where(*where).values(copy="gone"))
