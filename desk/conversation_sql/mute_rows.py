"""The part of a transaction that knows which conversations call nobody."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.conversation.models import Consultant
from desk.conversation_sql.mute_tables import mutes


class MuteRows:
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    connection: sa.Connection

    def muted_until(self, conversation_id: str, now: datetime) -> datetime | None:
        query = sa.select(mutes.c.until).where(mutes.c.conversation_id == conversation_id, mutes.c.until > now)
        return self.connection.execute(query).scalar_one_or_none()

    def mute(self, conversation_id: str, until: datetime, who: Consultant, now: datetime) -> None:
        self.unmute(conversation_id)
        row = {"conversation_id": conversation_id, "until": until, "account_id": who.id, "set_at": now}
        self.connection.execute(mutes.insert().values(**row))

    def unmute(self, conversation_id: str) -> None:
        self.connection.execute(mutes.delete().where(mutes.c.conversation_id == conversation_id))
