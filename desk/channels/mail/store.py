"""What the channel mail keeps: which mail is known, which thread it belongs to, what was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.channels.mail.tables import mail_aside, mail_drafts, mail_received, mail_sent
from desk.channels.mail.threads import Threads
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore, SqlTransaction
from desk.db.database import insert_into

# Of people and of days; the answers of one case need far fewer.
MOST_ASIDE = 200


@dataclass(frozen=True)
class Copy:
    """Where a mail lies in the mailbox."""

    uid_validity: int
    uid: int


class MailStore(Threads, SqlStore):
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
