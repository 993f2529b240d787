"""Rasa's SQL tracker store with what it lacks: erasing one conversation, and turns that stay fast in long ones.

Rasa reads, decodes and replays every event of a session for each turn, and sends all of them to each action: turn 200
costs several times turn 10. Here the latest turns are read, and before them the last value of each slot; no rule of
data/rules looks further back, and the desk keeps the whole transcript. Figures: docs/understanding.md.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

# More than any rule or follow-up needs, and enough for a repeated message id to find its recorded turn.
RECENT_TURNS = 10

_BUSY_MILLISECONDS = 5_000


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
        # An error of the database must not quote what people said; Rasa lets nobody pass this to the engine.
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            self.engine.dispose()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the latest turns, slots included; None for an unknown conversation."""
        with self.session_scope() as session:
            begin = self._beginning(session, sender_id)
            slots = self._slots_before(session, sender_id, begin)
            recent = self._rows(session, sender_id).filter(self.SQLEvent.id >= begin)
            events = [json.loads(row.data) for row in recent.order_by(self.SQLEvent.id)]
        if not events or self.domain is None:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, [*slots, *events], self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    async def delete(self, sender_id: str) -> None:
        """Remove every event of a conversation, from SQLite's write-ahead log too where nobody reads just now."""
        with self.session_scope() as session:
            self._rows(session, sender_id).delete()
            session.commit()
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                # Given up soon while somebody reads: the desk asks again for a minute, and turns wait for this one.
                connection.exec_driver_sql("PRAGMA busy_timeout=100").close()
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}").close()

    def _additional_events(self, session: Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        """Return the events that came since the tracker was read; see base class."""
        return itertools.islice(tracker.events, getattr(tracker, "stored_events", 0), None)

    def _rows(self, session: Session, sender_id: str) -> Any:
        return session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)

    def _beginning(self, session: Session, sender_id: str) -> int:
        """Return the id of the first event to read: the session's, or that of an early enough message."""
        of_type = self.SQLEvent.type_name
        ids = self._rows(session, sender_id).with_entities(self.SQLEvent.id)
        newest_first = self.SQLEvent.id.desc()
        started = ids.filter(of_type == SessionStarted.type_name).order_by(newest_first).first()
        users = ids.filter(of_type == UserUttered.type_name).order_by(newest_first)
        early = users.offset(RECENT_TURNS - 1).first()
        return max(started[0] if started else 0, early[0] if early else 0)

    def _slots_before(self, session: Session, sender_id: str, begin: int) -> list[dict[str, Any]]:
        """Return the last event of each slot before the first event that is read."""
        latest = (
            session.query(sa.func.max(self.SQLEvent.id))
            .filter(
                self.SQLEvent.sender_id == sender_id,
                self.SQLEvent.type_name == SlotSet.type_name,
                self.SQLEvent.id < begin,
            )
            .group_by(self.SQLEvent.action_name)
        )
        rows = session.query(self.SQLEvent).filter(self.SQLEvent.id.in_(latest)).order_by(self.SQLEvent.id)
        return [json.loads(row.data) for row in rows]


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Writers wait for each other instead of failing.

    A committed turn survives a crash of the process; a power cut may cost the latest ones, which the desk
    has stored in full: the tracker is what the assistant remembers, not what was said.
    """
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
