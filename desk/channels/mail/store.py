"""What the channel mail keeps: which mail is known, which thread it belongs to, what was set aside."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.channels.mail.tables import mail_aside, mail_drafts, mail_received, mail_sent, mail_threads
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore, SqlTransaction
from desk.db.database import insert_into

MOST_KNOWN_IDS = 30
# Of people and of days; the answers of one case need far fewer.
MOST_ASIDE = 200


def key_of(message_id: str) -> str:
    """Return the digest that a mail is known by."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Copy:
    """Where a mail lies in the mailbox."""

    uid_validity: int
    uid: int


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


class MailStore(SqlStore):
    """Every method but those for people works inside a transaction `tx`."""

    def remember(self, tx: SqlTransaction, key: str, kind: str, copy: Copy | None, now: datetime) -> bool:
        """Note a mail; False if it is known. Of two desks at the same instant one waits for the other here."""
        row = {"key": key, "kind": kind, "received_at": now, "copy": "kept" if copy else "gone"}
        where = {"uid_validity": copy.uid_validity, "uid": copy.uid} if copy else {}
        added = (
            insert_into(tx.connection, mail_received)
            .values(**row, **where)
            .on_conflict_do_nothing(index_elements=["key"])
        )
        return tx.connection.execute(added.returning(mail_received.c.key)).first() is not None

    def belongs(self, tx: SqlTransaction, key: str, conversation_id: str) -> None:
        """Note whose a mail is."""
        change = mail_received.update().where(mail_received.c.key == key)
        tx.connection.execute(change.values(conversation_id=conversation_id))

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

    def add_sent(self, tx: SqlTransaction, key: str, conversation_id: str, seq: int | None, now: datetime) -> None:
        """Note a letter into a thread."""
        row = {"key": key, "conversation_id": conversation_id, "seq": seq, "sent_at": now}
        tx.connection.execute(mail_sent.insert().values(**row))

    def sent_by_ids(self, tx: SqlTransaction, ids: Sequence[str]) -> tuple[str, str, int | None] | None:
        """Return (key, conversation, message number) of the letter that one of these message ids names."""
        s = mail_sent.c
        keys = [one.partition("@")[0].lower() for one in ids]
        query = sa.select(s.key, s.conversation_id, s.seq).where(s.key.in_(keys)).limit(1)
        row = tx.connection.execute(query).first()
        return (row[0], row[1], row[2]) if row else None

    def last_sent(self, tx: SqlTransaction, conversation_id: str) -> tuple[str, str, int | None] | None:
        """Return the same of the newest letter of a thread."""
        s = mail_sent.c
        query = sa.select(s.key, s.conversation_id, s.seq).where(s.conversation_id == conversation_id)
        row = tx.connection.execute(
            query.order_by(s.sent_at.desc(), sa.func.coalesce(s.seq, 0).desc()).limit(1)
        ).first()
        return (row[0], row[1], row[2]) if row else None

    def bounced(self, tx: SqlTransaction, key: str, status: str, now: datetime | None) -> bool:
        """Note that a letter came back, or (without a time) that it is on its way still; False if it was known to be back."""
        s = mail_sent.c
        change = (
            mail_sent.update().where(s.key == key, s.bounced_at.is_(None)).values(bounced_at=now, status=status[:20])
        )
        return tx.connection.execute(change).rowcount == 1

    def set_aside(self, tx: SqlTransaction, key: str, kind: str, held: dict[str, Any], now: datetime) -> None:
        """Keep a mail for a person's decision."""
        row = {"key": key, "kind": kind, "held": held, "received_at": now, "state": "waiting"}
        tx.connection.execute(mail_aside.insert().values(**row))

    def take_aside(self, tx: SqlTransaction, key: str, state: str) -> dict[str, Any] | None:
        """Decide about a mail that was set aside; returns it, None if somebody decided before."""
        a = mail_aside.c
        query = sa.select(a.held).where(a.key == key, a.state == "waiting")
        held = tx.connection.execute(query.with_for_update()).scalar_one_or_none()
        if held is None:
            return None
        values = {"state": state, "held": {}}
        tx.connection.execute(mail_aside.update().where(a.key == key).values(**values))
        return dict(held)

    def aside(self, most: int = MOST_ASIDE) -> list[dict[str, Any]]:
        """Return {key, kind, held, received_at} of what was set aside and waits, newest first."""
        a = mail_aside.c
        query = sa.select(a.key, a.kind, a.held, a.received_at).where(a.state == "waiting")
        rows = self.database.ask(query.order_by(a.received_at.desc(), a.key).limit(most)).mappings()
        return [dict(row) for row in rows]

    def want_draft(self, tx: SqlTransaction, conversation_id: str, outside_id: str, now: datetime) -> None:
        """Let the approved answers be found that fit a mail."""
        row = {"conversation_id": conversation_id, "outside_id": outside_id, "state": "waiting"}
        tx.connection.execute(mail_drafts.insert().values(**row, attempts=0, due_at=now, found=[]))

    def drafts(self, conversation_id: str) -> list[dict[str, Any]]:
        """Return what was found for the mails of a conversation since a consultant's last words: {label, confidence, question}."""
        m, d = t.messages.c, mail_drafts.c
        answered = sa.select(sa.func.coalesce(sa.func.max(m.seq), 0)).where(
            m.conversation_id == conversation_id, m.author == "consultant"
        )
        query = (
            sa.select(d.found)
            .join(t.messages, sa.and_(m.conversation_id == d.conversation_id, m.outside_id == d.outside_id))
            .where(d.conversation_id == conversation_id, m.seq > answered.scalar_subquery())
            .order_by(m.seq)
        )
        return [one for found in self.database.ask(query).scalars() for one in found]
