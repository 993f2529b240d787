"""The part of a transaction that knows whose data must not be used, and which notices were agreed to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.conversation_sql import exclusions
from desk.conversation_sql.exclusions import STOP
from desk.conversation_sql.privacy_tables import purpose_notices
from desk.db.database import insert_into


class PrivacyRows:
    """See `desk.conversation.ports.Transaction`."""

    connection: sa.Connection

    def is_stopped(self, conversation_id: str) -> bool:
        """Whether the person's data must not be used (利用停止)."""
        return STOP in exclusions.restrictions(self.connection, conversation_id)

    def keep_notice(self, notice_hash: str, text: str, now: datetime) -> None:
        """Keep a wording that was agreed to, once."""
        added = insert_into(self.connection, purpose_notices).values(hash=notice_hash, text=text, first_at=now)
        self.connection.execute(added.on_conflict_do_nothing())
