"""Which replies of consultants migrants have not seen, and the mails that tell of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.conversation import links
from desk.conversation.models import State
from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import seen_messages
from desk.conversation_sql.transaction import SqlTransaction
from desk.db.database import DatabaseStore, insert_into
from desk.mail import letter_store
from desk.mail.message import NotAnAddress, mail_address
from desk.mail.tables import letters
from desk.set_aside.kinds import Worker
from desk.set_aside.store import Round


@dataclass(frozen=True)
class UnseenReply:
    """A consultant's words that the migrant has not seen; `mark` is the number up to which everything was."""

    conversation_id: str
    to: str
    mark: int


class ReplyMails(DatabaseStore):
    """Which replies migrants have not seen, and the mails that tell them of those."""

    def round(self, now: datetime) -> Round:
        """Begin a round of mails about replies."""
        return Round(self._database, Worker.REPLIES, now)

    def note_seen(self, conversation_id: str, seq: int, now: datetime) -> None:
        """Note that a screen has shown messages up to a number; an older number changes nothing."""
        s = seen_messages.c
        query = sa.select(s.seq).where(s.conversation_id == conversation_id)
        if (self._database.ask(query).scalar_one_or_none() or 0) >= seq:
            return
        with self._database.write() as connection:
            newest = sa.select(t.conversations.c.last_seq).where(
                t.conversations.c.id == conversation_id, t.conversations.c.erased_at.is_(None)
            )
            last = connection.execute(newest).scalar_one_or_none()
            if last is None:
                return
            seq = min(seq, last)
            connection.execute(
                insert_into(connection, seen_messages)
                .values(conversation_id=conversation_id, seq=seq, seen_at=now)
                .on_conflict_do_update(
                    index_elements=[s.conversation_id],
                    set_={"seq": seq, "seen_at": now},
                    where=s.seq < seq,
                )
            )

    def unseen_replies(self, newest: datetime, oldest: datetime) -> list[UnseenReply]:
        """Return the unseen replies sent between two times whose migrants left an address, and were not told yet.

        What was said before the migrant wrote last counts as seen.
        """
        with self._database.read() as connection:
            addresses = _addresses(connection, closed_since=oldest)
            if not addresses:
                return []
            m = t.messages.c
            ids_ = list(addresses)
            own = (
                sa.select(m.conversation_id, sa.func.max(m.seq).label("seq"))
                .where(m.conversation_id.in_(ids_), m.author == "user")
                .group_by(m.conversation_id)
            )
            seen = sa.select(seen_messages.c.conversation_id, seen_messages.c.seq).where(
                seen_messages.c.conversation_id.in_(ids_)
            )
            marks = dict.fromkeys(ids_, 0)
            for conversation_id, seq in [*connection.execute(own), *connection.execute(seen)]:
                marks[conversation_id] = max(marks[conversation_id], seq)
            last = (
                sa.select(m.conversation_id, sa.func.max(m.seq))
                .where(m.conversation_id.in_(ids_), m.author == "consultant", m.sent_at > oldest, m.sent_at <= newest)
                .group_by(m.conversation_id)
            )
            found = [
                UnseenReply(conversation_id, addresses[conversation_id], marks[conversation_id])
                for conversation_id, seq in connection.execute(last)
                if seq > marks[conversation_id]
            ]
            keys = sa.select(letters.c.dedup_key).where(letters.c.dedup_key.in_([_reply_key(reply) for reply in found]))
            told = set(connection.execute(keys).scalars())
        return [reply for reply in found if _reply_key(reply) not in told]

    def tell_of_reply(
        self,
        reply: UnseenReply,
        subject: str,
        words: Callable[[str], str],
        base_url: str,
        now: datetime,
    ) -> bool:
        """Write the mail, with a link of its own; False if another process was faster."""
        key = _reply_key(reply)
        with self._database.write() as connection:
            tx = SqlTransaction(connection)
            if tx.conversation(reply.conversation_id) is None:
                return False
            query = sa.select(letters.c.id).where(letters.c.dedup_key == key)
            if connection.execute(query).first() is not None:
                return False
            link = links.make(tx, reply.conversation_id, now, base_url)
            return letter_store.put(
                connection,
                dedup_key=key,
                to=reply.to,
                subject=subject,
                text=words(link),
                now=now,
                conversation_id=reply.conversation_id,
            )


def _addresses(connection: sa.Connection, closed_since: datetime) -> dict[str, str]:
    """Return {conversation: address} of web conversations with a consultant's case, an address and consent to use it."""
    c, r = t.cases.c, privacy_tables.restrictions.c
    stopped = sa.exists().where(r.conversation_id == c.conversation_id, r.kind.in_(["stop", "erase"]))
    query = (
        sa.select(c.conversation_id, c.contact, c.consent)
        .where(
            c.channel == "web",
            sa.or_(
                c.state == State.CONSULTANT,
                sa.and_(c.state == State.CLOSED, c.closed_at > closed_since),
            ),
            ~stopped,
        )
        .order_by(c.opened_at)
    )
    found = {}
    for conversation_id, contact, consent in connection.execute(query):
        # Whatever else stands there is no address: one case must not keep the others from their mails.
        if not isinstance(contact, dict) or contact.get("kind") != "email":
            continue
        if not isinstance(consent, dict) or not consent.get("given"):
            continue
        try:
            found[conversation_id] = mail_address(str(contact.get("value", "")))
        except NotAnAddress:
            continue
    return found


def _reply_key(reply: UnseenReply) -> str:
    return f"reply:{reply.conversation_id}:{reply.mark}"
