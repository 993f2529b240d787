"""Mail to migrants in the database: what they have seen, whom to tell of a reply, wishes for a transcript."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desk.conversation import feed, ids, links
from desk.conversation.models import State
from desk.conversation.wire import ShownMessage
from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.tables import seen_messages
from desk.conversation_sql.transaction import SqlTransaction
from desk.db.database import Database
from desk.mail import outbox
from desk.mail.message import NotAnAddress, mail_address
from desk.mail.tables import NOT_MADE, letter_files, letters, transcript_wishes
from desk.set_aside.kinds import Worker
from desk.set_aside.store import Round
from desk.text.pack import city

CODE_LIFETIME = timedelta(minutes=30)
MOST_TRIES = 5
# In a day: enough for a slip of the pen, too few to annoy anybody with.
MOST_CODES_OF_A_CONVERSATION = 3
MOST_CODES_TO_AN_ADDRESS = 3
# In an hour, of all conversations: a flood from many of them reaches few people.
MOST_CODES_IN_AN_HOUR = 200

Make = Callable[[Sequence[Mapping[str, Any]]], str]
# A letter waits so long for its PDF; one whose PDF was never made goes without it.
PDF_WITHIN = timedelta(minutes=5)
_PDF = "application/pdf"


@dataclass(frozen=True)
class UnseenReply:
    """A consultant's words that the migrant has not seen; `mark` is the number up to which everything was."""

    conversation_id: str
    to: str
    mark: int


@dataclass(frozen=True)
class Unprinted:
    """A letter that waits for the PDF of its conversation as it was when the letter was written."""

    file_id: int
    letter_id: int
    conversation_id: str
    written_at: datetime


@dataclass(frozen=True)
class Wish:
    """A transcript that somebody wants at an address."""

    id: int
    to: str


class MigrantMail:
    """Reads and writes what mail to migrants needs."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def round(self, now: datetime) -> Round:
        """Begin a round of mails about replies."""
        return Round(self._database, Worker.REPLIES, now)

    # --- replies ------------------------------------------------------------------------------

    def note_seen(self, conversation_id: str, seq: int, now: datetime) -> None:
        """Note that a screen has shown messages up to a number; an older number changes nothing."""
        s = seen_messages.c
        with self._database.read() as connection:
            query = sa.select(s.seq).where(s.conversation_id == conversation_id)
            if (connection.execute(query).scalar_one_or_none() or 0) >= seq:
                return
        with self._database.write() as connection:
            newest = sa.select(t.conversations.c.last_seq).where(
                t.conversations.c.id == conversation_id, t.conversations.c.erased_at.is_(None)
            )
            last = connection.execute(newest).scalar_one_or_none()
            if last is None:
                return
            seq = min(seq, last)
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(
                insert(seen_messages)
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
            return outbox.put(
                connection,
                dedup_key=key,
                to=reply.to,
                subject=subject,
                text=words(link),
                now=now,
                conversation_id=reply.conversation_id,
            )

    # --- transcripts --------------------------------------------------------------------------

    def ask_for_transcript(
        self, conversation_id: str, to: str, code: str, subject: str, text: str, now: datetime
    ) -> str | None:
        """Keep a wish and write the mail with its code; returns `too_many_codes` where it may not be.

        Raises:
            NotAnAddress: See there.
        """
        recipient = mail_address(to)
        w = transcript_wishes.c
        day, hour = w.asked_at > now - timedelta(days=1), w.asked_at > now - timedelta(hours=1)
        limits = (
            (
                sa.and_(day, w.conversation_id == conversation_id),
                MOST_CODES_OF_A_CONVERSATION,
            ),
            (
                sa.and_(day, sa.func.lower(w.recipient) == recipient.lower()),
                MOST_CODES_TO_AN_ADDRESS,
            ),
            (hour, MOST_CODES_IN_AN_HOUR),
        )
        with self._database.write() as connection:
            # The conversation's row is locked: two at once are counted one after the other.
            if SqlTransaction(connection).conversation(conversation_id) is None:
                return "too_many_codes"
            for where, most in limits:
                query = sa.select(sa.func.count()).select_from(transcript_wishes).where(where)
                if connection.execute(query).scalar_one() >= most:
                    return "too_many_codes"
            wish = connection.execute(
                transcript_wishes.insert()
                .values(
                    conversation_id=conversation_id,
                    recipient=recipient,
                    code_hash=_code_hash(conversation_id, code),
                    tries=0,
                    asked_at=now,
                )
                .returning(w.id)
            ).scalar_one()
            outbox.put(
                connection,
                dedup_key=f"code:{wish}:{conversation_id}",
                to=recipient,
                subject=subject,
                text=text,
                now=now,
                conversation_id=conversation_id,
            )
        return None

    def open_wish(self, conversation_id: str, code: str, now: datetime) -> Wish | None:
        """Return the wish that a code proves; each guess counts against the newest wish."""
        w = transcript_wishes.c
        newest = (
            sa.select(w.id, w.recipient, w.code_hash)
            .where(
                w.conversation_id == conversation_id,
                w.done_at.is_(None),
                w.asked_at > now - CODE_LIFETIME,
                w.tries < MOST_TRIES,
            )
            .order_by(w.id.desc())
            .limit(1)
        )
        with self._database.write() as connection:
            row = connection.execute(newest.with_for_update()).first()
            if row is None:
                return None
            if not hmac.compare_digest(row[2], _code_hash(conversation_id, code)):
                connection.execute(transcript_wishes.update().where(w.id == row[0]).values(tries=w.tries + 1))
                return None
            return Wish(row[0], row[1])

    def send_transcript(
        self,
        conversation_id: str,
        to: str,
        subject: str,
        make: Make,
        now: datetime,
        wish: Wish | None = None,
    ) -> bool:
        """Write the mail with what the migrant sees now; False if the same was written before, or there is nothing.

        Its PDF is made afterwards (`desk.mail.printing`): whoever asks for many keeps nobody waiting.

        Raises:
            NotAnAddress: See there.
        """
        with self._database.read() as connection:
            messages = feed.visible(SqlTransaction(connection), conversation_id, 0)
        if not messages:
            return False
        text = make(messages)
        last = messages[-1]["seq"]
        key = f"transcript:{conversation_id}:{f'wish-{wish.id}' if wish else f'{last}-{to}'}"[:200]
        w = transcript_wishes.c
        with self._database.write() as connection:
            if SqlTransaction(connection).conversation(conversation_id) is None:
                return False
            if wish is not None:
                done = connection.execute(
                    transcript_wishes.update().where(w.id == wish.id, w.done_at.is_(None)).values(done_at=now)
                )
                if done.rowcount != 1:
                    return False
            return outbox.put(
                connection,
                dedup_key=key,
                to=to,
                subject=subject,
                text=text,
                now=now,
                conversation_id=conversation_id,
                attachments=[(f"{city().names.latin}-iju-{now:%Y%m%d}.pdf", _PDF, NOT_MADE)],
                due_at=now + PDF_WITHIN,
            )

    def unprinted(self, most: int = 20) -> list[Unprinted]:
        """Return the letters that wait for their PDF, oldest first."""
        c, f = letters.c, letter_files.c
        query = (
            sa.select(f.id, c.id, c.conversation_id, c.created_at)
            .join(letters, c.id == f.letter_id)
            .where(f.mime == _PDF, f.content == NOT_MADE, c.state == "ready", c.conversation_id.is_not(None))
            .order_by(f.id)
            .limit(most)
        )
        with self._database.read() as connection:
            return [Unprinted(*row) for row in connection.execute(query)]

    def seen_then(self, waiting: Unprinted) -> Sequence[Mapping[str, Any]]:
        """Return what the migrant saw when a letter was written."""
        with self._database.read() as connection:
            messages = feed.visible(SqlTransaction(connection), waiting.conversation_id, 0)
        return [m for m in messages if datetime.fromisoformat(m["sent_at"]) <= waiting.written_at]

    def printed(self, waiting: Unprinted, pdf: bytes, now: datetime) -> None:
        """Put the PDF to its letter, which goes now."""
        c, f = letters.c, letter_files.c
        with self._database.write() as connection:
            open_letter = sa.and_(c.id == waiting.letter_id, c.state == "ready")
            if connection.execute(letters.update().where(open_letter).values(due_at=now)).rowcount:
                connection.execute(letter_files.update().where(f.id == waiting.file_id).values(content=pdf))

    def without_pdf(self, waiting: Unprinted, words: str, instead: str, now: datetime) -> None:
        """Let a letter go without the PDF that cannot be made; the words that announced it become others."""
        c, f = letters.c, letter_files.c
        with self._database.write() as connection:
            open_letter = sa.and_(c.id == waiting.letter_id, c.state == "ready")
            changed = letters.update().where(open_letter)
            if connection.execute(changed.values(due_at=now, text=sa.func.replace(c.text, words, instead))).rowcount:
                connection.execute(letter_files.delete().where(f.id == waiting.file_id))

    def said(self, conversation_id: str) -> list[ShownMessage]:
        """Return the messages that a transcript holds."""
        with self._database.read() as connection:
            return feed.visible(SqlTransaction(connection), conversation_id, 0)

    # --- for the console and forgetting -------------------------------------------------------

    def mails(self, conversation_id: str) -> list[dict[str, Any]]:
        """Return {kind, state, problem, at} of the mails to a migrant, oldest first: reply, code, transcript and others."""
        c = letters.c
        query = (
            sa.select(c.dedup_key, c.state, c.problem, c.created_at, c.settled_at)
            .where(c.conversation_id == conversation_id)
            .order_by(c.id)
        )
        with self._database.read() as connection:
            return [
                {"kind": row[0].partition(":")[0], "state": row[1], "problem": row[2], "at": row[4] or row[3]}
                for row in connection.execute(query)
            ]

    def forget_wishes(self, now: datetime) -> None:
        """Remove wishes of yesterday: the limits look back a day, and the addresses are nobody's business after it."""
        w = transcript_wishes.c
        old = w.asked_at < now - timedelta(days=1)
        with self._database.read() as connection:
            if connection.execute(sa.select(w.id).where(old).limit(1)).first() is None:
                return
        with self._database.write() as connection:
            connection.execute(transcript_wishes.delete().where(old))


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


def _code_hash(conversation_id: str, code: str) -> str:
    return ids.token_hash(f"{conversation_id}:{code}")
