"""Transcripts by mail in the database: wishes, the codes that prove an address, and the letters."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.conversation import feed, ids
from desk.conversation.wire import ShownMessage
from desk.conversation_sql.transaction import SqlTransaction
from desk.db.database import DatabaseStore
from desk.mail import letter_store
from desk.mail.message import mail_address
from desk.mail.print_queue import PDF
from desk.mail.tables import NOT_MADE, transcript_wishes
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


@dataclass(frozen=True)
class Wish:
    """A transcript that somebody wants at an address."""

    id: int
    to: str


class TranscriptStore(DatabaseStore):
    """Keeps who wants a transcript, and writes the letters of it."""

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
            letter_store.put(
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
            return letter_store.put(
                connection,
                dedup_key=key,
                to=to,
                subject=subject,
                text=text,
                now=now,
                conversation_id=conversation_id,
                attachments=[(f"{city().names.latin}-iju-{now:%Y%m%d}.pdf", PDF, NOT_MADE)],
                due_at=now + PDF_WITHIN,
            )

    def said(self, conversation_id: str) -> list[ShownMessage]:
        """Return the messages that a transcript holds."""
        with self._database.read() as connection:
            return feed.visible(SqlTransaction(connection), conversation_id, 0)

    def forget_wishes(self, now: datetime) -> None:
        """Remove wishes of yesterday: the limits look back a day, and the addresses are nobody's business after it."""
        w = transcript_wishes.c
        old = w.asked_at < now - timedelta(days=1)
        with self._database.read() as connection:
            if connection.execute(sa.select(w.id).where(old).limit(1)).first() is None:
                return
        self._database.change(transcript_wishes.delete().where(old))


def _code_hash(conversation_id: str, code: str) -> str:
    return ids.token_hash(f"{conversation_id}:{code}")
