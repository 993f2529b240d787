"""A person's mails and our replies as one thread: which one a mail belongs to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.channels.mail.tables import mail_received, mail_sent, mail_threads
from desk.conversation_sql.transaction import SqlTransaction

MOST_KNOWN_IDS = 30


def key_of(message_id: str) -> str:
    """Return the digest that a mail is known by."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Thread:
    """A person's mails and our replies: one conversation.

    Attributes:
        address: Where replies go.
        last_id: Of the person's newest mail; `known_ids` those before, the newest last.
        posted_seq: Up to which message replies were written as letters.
    """

    conversation_id: str
    token: str
    address: str
    name: str
    subject: str
    last_id: str
    known_ids: tuple[str, ...]
    posted_seq: int
    acknowledged_at: datetime | None


class Threads:
    """Every method works inside a transaction `tx`."""

    def thread(self, tx: SqlTransaction, conversation_id: str) -> Thread | None:
        """Return a thread."""
        return self._thread(tx, mail_threads.c.conversation_id == conversation_id)

    def thread_of(self, tx: SqlTransaction, tokens: Sequence[str], references: Sequence[str]) -> Thread | None:
        """Return the thread that a mail answers: by the token in its address, else by the ids of what it answers."""
        for token in tokens:
            if found := self._thread(tx, mail_threads.c.token == token.lower()):
                return found
        for one in reversed(references):
            if (conversation_id := self._of_id(tx, one)) and (found := self.thread(tx, conversation_id)):
                return found
        return None

    def _of_id(self, tx: SqlTransaction, message_id: str) -> str | None:
        s, r = mail_sent.c, mail_received.c
        # The part before the @ is 128 random bits of our own.
        ours = sa.select(s.conversation_id).where(s.key == message_id.partition("@")[0].lower())
        theirs = sa.select(r.conversation_id).where(r.key == key_of(message_id), r.conversation_id.is_not(None))
        for query in (ours, theirs):
            if found := tx.connection.execute(query).scalar_one_or_none():
                return str(found)
        return None

    def _thread(self, tx: SqlTransaction, where: sa.ColumnElement[bool]) -> Thread | None:
        row = tx.connection.execute(mail_threads.select().where(where)).mappings().first()
        if row is None:
            return None
        return Thread(**{**row, "known_ids": tuple(row["known_ids"])})

    def begin_thread(
        self, tx: SqlTransaction, conversation_id: str, address: str, name: str, subject: str, message_id: str
    ) -> Thread:
        """Begin a thread."""
        thread = Thread(conversation_id, secrets.token_hex(8), address, name, subject, message_id, (), 0, None)
        tx.connection.execute(mail_threads.insert().values(**{**vars(thread), "known_ids": []}))
        return thread

    def go_on(self, tx: SqlTransaction, thread: Thread, message_id: str, references: Sequence[str]) -> None:
        """Note the newest mail of a thread."""
        known = list(dict.fromkeys([*thread.known_ids, *references, thread.last_id]))
        values = {"last_id": message_id, "known_ids": [one for one in known if one != message_id][-MOST_KNOWN_IDS:]}
        self._change(tx, thread, **values)

    def acknowledged(self, tx: SqlTransaction, thread: Thread, now: datetime) -> None:
        """Note that an acknowledgement was written."""
        self._change(tx, thread, acknowledged_at=now)

    def posted(self, tx: SqlTransaction, thread: Thread, seq: int) -> bool:
        """Note that a reply was written as a letter; False if another desk did."""
        c = mail_threads.c
        where = (c.conversation_id == thread.conversation_id, c.posted_seq < seq)
        return tx.connection.execute(mail_threads.update().where(*where).values(posted_seq=seq)).rowcount == 1

    def _change(self, tx: SqlTransaction, thread: Thread, **values: object) -> None:
        where = mail_threads.c.conversation_id == thread.conversation_id
        tx.connection.execute(mail_threads.update().where(where).values(**values))
