"""Turns what consultants say in mail conversations into letters; nothing else of a conversation is ever mailed."""

from __future__ import annotations

import sqlalchemy as sa

from desk.channels.mail import letters
from desk.channels.mail.mailbox_url import MailboxServer
from desk.channels.mail.store import MailStore
from desk.channels.mail.tables import mail_threads
from desk.conversation.models import Author
from desk.conversation.ports import Clock
from desk.conversation_sql import tables as t


class Posting:
    """Looks for what was said and not written as a letter; any desk may, each reply becomes one letter."""

    def __init__(self, store: MailStore, server: MailboxServer, clock: Clock) -> None:
        """Take the ports."""
        self._store, self._server, self._clock = store, server, clock

    def post_next(self) -> bool:
        """Write one reply as a letter; False if none waits."""
        m, th = t.messages.c, mail_threads.c
        query = (
            sa.select(m.conversation_id)
            .join(mail_threads, th.conversation_id == m.conversation_id)
            .where(m.author == Author.CONSULTANT.value, m.seq > th.posted_seq)
            .order_by(m.id)
            .limit(1)
        )
        conversation_id = self._store.database.ask(query).scalar_one_or_none()
        if conversation_id is None:
            return False
        with self._store.write() as tx:
            # The conversation's row is locked: an erasure comes before or after all of this.
            if tx.conversation(conversation_id) is None:
                return False
            thread = self._store.thread(tx, conversation_id)
            if thread is None:
                return False
            said = [one for one in tx.messages(conversation_id, thread.posted_seq) if one.author is Author.CONSULTANT]
            for message in said[:1]:
                letters.post(self._store, tx, thread, message, self._server, self._clock.now())
        return True
