"""The part of a transaction that keeps one-time links and the tokens that came of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.conversation_sql.conversation_tables import links, web_keys


class LinkRows:
    """See `desk.conversation.ports.Transaction`."""

    connection: sa.Connection

    def add_link(self, code_hash: str, conversation_id: str, now: datetime, expires_at: datetime) -> None:
        """Store a link."""
        self.connection.execute(
            links.insert().values(
                code_hash=code_hash,
                conversation_id=conversation_id,
                created_at=now,
                expires_at=expires_at,
            )
        )

    def was_linked(self, conversation_id: str, since: datetime) -> bool:
        """Whether a link to a conversation was made since then."""
        c = links.c
        query = sa.select(c.code_hash).where(c.conversation_id == conversation_id, c.created_at > since).limit(1)
        return self.connection.execute(query).first() is not None

    def use_link(self, code_hash: str, now: datetime, grace: timedelta, most: int) -> str | None:
        """Count a use; returns the link's conversation, None where it opens nothing any more."""
        c = links.c
        is_good = sa.and_(
            c.code_hash == code_hash,
            c.expires_at > now,
            c.uses < most,
            sa.or_(c.used_at.is_(None), c.used_at > now - grace),
        )
        run = self.connection.execute
        if (
            run(
                links.update()
                .where(is_good)
                .values(uses=c.uses + 1, used_at=sa.func.coalesce(c.used_at, sa.literal(now, c.used_at.type)))
            ).rowcount
            != 1
        ):
            return None
        found = run(sa.select(c.conversation_id).where(c.code_hash == code_hash)).scalar_one()
        return str(found)

    def add_web_key(self, token_hash: str, conversation_id: str, now: datetime) -> None:
        """Let one more device into a conversation."""
        self.connection.execute(
            web_keys.insert().values(token_hash=token_hash, conversation_id=conversation_id, created_at=now)
        )
