"""Rasa's SQL tracker store with what it lacks: erasing one conversation, and a SQLite that loses nothing."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain


class ErasableTrackerStore(SQLTrackerStore):
    """Configured in endpoints.yml; `url` is a SQLAlchemy address."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Connect; Rasa passes the endpoint's `url` as `host`."""
        super().__init__(domain=domain, host=host, event_broker=event_broker, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            self.engine.dispose()

    async def delete(self, sender_id: str) -> None:
        """Remove every event of a conversation."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Writers wait for each other instead of failing, and a committed turn survives a power cut."""
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
