"""Reads the mailbox: one desk at a time by lease, each mail stored before it is marked as read.

The order is what makes it safe to die anywhere: store (one transaction, known by its Message-ID) › let its files in › mark
it in the mailbox › note how far the mailbox was read. Whoever comes after repeats what was not finished.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.channels.mail import inbound
from desk.channels.mail.files import Files
from desk.channels.mail.imap import ImapMailbox, Unreachable
from desk.channels.mail.inbound import Rules
from desk.channels.mail.mailbox_store import MailboxStore
from desk.channels.mail.reading import read
from desk.channels.mail.store import Copy, MailStore
from desk.conversation.models import Situation
from desk.conversation.ports import ChangeSignal, Clock
from desk.set_aside.kinds import Worker, is_of_everything
from desk.set_aside.store import Round
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
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
        signal: ChangeSignal,
    ) -> None:
        """Take the ports."""
        self._store, self._mailbox, self._files, self._rules = store, mailbox, files, rules
        self._situation, self._clock, self._signal = situation, clock, signal
        self._progress = MailboxStore(store.database, rules.server.name)
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
                    await asyncio.to_thread(self._progress.note, error.problem)
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
        now = self._clock.now()
        if not self._progress.lease(now):
            self._mailbox.close()
            time.sleep(wait_seconds)
            return 0
        is_due = self._looked_at is None or now - self._looked_at >= LOOK_EVERY or now < self._looked_at
        if not is_due and wait_seconds:
            is_due = self._mailbox.wait(wait_seconds)
        if not is_due and wait_seconds:
            return 0
        self._looked_at = now
        return self.look()

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
            self._progress.read_to(validity, uid, self._clock.now())
        self._progress.read_to(validity, last, self._clock.now())
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
            self._progress.is_gone(validity, uid)
        if taken.conversation_id and taken.is_new:
            self._signal.send(taken.conversation_id)
        logger.info("mail.taken %s %s", found.kind.value, "new" if taken.is_new else "known")
        return taken.is_new

    def _last_uid(self, validity: int) -> int:
        """Return how far the mailbox was read; at the first look what lies there read already is nobody's question."""
        last = self._progress.last_uid(validity)
        if last is None:
            # Numbered anew by its server: what is unread is taken again, and known by its Message-ID.
            last = self._mailbox.next_uid - 1
            self._progress.begin(validity, last)
        return last

    def _delete_doomed(self, validity: int) -> None:
        """Delete the copies of erased mails; of a mailbox that was numbered anew they cannot be found any more."""
        copies = self._progress.doomed()
        for numbered, uid in copies:
            if numbered == validity and uid is not None:
                self._mailbox.delete(uid)
        if copies:
            self._progress.doomed_are_gone(copies)
