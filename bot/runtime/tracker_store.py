"""Rasa's SQL tracker store with what it lacks: erasing one conversation, and turns that stay fast in long ones.

Rasa reads, decodes and replays every event of a session for each turn, and sends all of them to each action: turn 200
costs several times turn 10. Here the latest turns are read, and before them the last value of each slot; no rule of
data/rules looks further back, and the desk keeps the whole transcript. Figures: docs/understanding.md.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# More than any rule or follow-up needs, and enough for a repeated message id to find its recorded turn.
RECENT_TURNS = 10

_BUSY_MILLISECONDS = 5_000

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_E = _EVENTS.c
_OF_TALK = _E.sender_id == sa.bindparam("talk")


def _newest(type_name: str, offset: int = 0) -> Any:
    """Return the query for the id of the newest event of a type but `offset`."""
    found = sa.select(_E.id).where(_OF_TALK, _E.type_name == type_name)
    return found.order_by(_E.id.desc()).limit(1).offset(offset).scalar_subquery()


# Made once: building a statement costs more than running these, and Rasa's own way through mapped objects most of all.
_BEGINNINGS = sa.select(_newest(SessionStarted.type_name), _newest(UserUttered.type_name, RECENT_TURNS - 1))
_BEGIN = sa.bindparam("begin", type_=sa.Integer)
_SLOTS_BEFORE = (
    sa.select(sa.func.max(_E.id))
    .where(_OF_TALK, _E.type_name == SlotSet.type_name, _E.id < _BEGIN)
    .group_by(_E.action_name)
)
_RECENT = sa.select(_E.data).where(_OF_TALK, sa.or_(_E.id >= _BEGIN, _E.id.in_(_SLOTS_BEFORE))).order_by(_E.id)
_ADD = _EVENTS.insert()
_DELETE = _EVENTS.delete().where(_OF_TALK)


class ErasableTrackerStore(SQLTrackerStore):
    """Configured in endpoints.yml; `url` is a SQLAlchemy address."""

    engine: sa.engine.Engine

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
            self._keep_a_connection()
        # An error of the database must not quote what people said; Rasa lets nobody pass this to the engine.
        self.engine.hide_parameters = True

    def _keep_a_connection(self) -> None:
        """Keep SQLite's connection open.

        Rasa opens one for each look and each turn: files, pragmas, and at the last one's end the whole log is written
        into the database.
        """
        self.engine.dispose()
        # Turns take it one after the other, in the event loop; which thread made it is no matter.
        options = {"poolclass": sa.pool.QueuePool, "connect_args": {"check_same_thread": False}}
        self.engine = sa.create_engine(self.engine.url, **options)
        sa.event.listen(self.engine, "connect", _prepare_sqlite)
        self.sessionmaker.configure(bind=self.engine)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the latest turns, before them the last value of each slot; None for an unknown conversation."""
        with self.engine.connect() as connection:
            started, early = connection.execute(_BEGINNINGS, {"talk": sender_id}).one()
            values = {"talk": sender_id, "begin": max(started or 0, early or 0)}
            events = [json.loads(row.data) for row in connection.execute(_RECENT, values)]
        if not events or self.domain is None:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that came since the tracker was read; see base class."""
        await self.stream_events(tracker)
        fresh = itertools.islice(tracker.events, getattr(tracker, "stored_events", 0), None)
        rows = [_row(tracker.sender_id, event.type_name, event.as_dict()) for event in fresh]
        if rows:
            with self.engine.begin() as connection:
                connection.execute(_ADD, rows)

    async def delete(self, sender_id: str) -> None:
        """Remove every event of a conversation, from SQLite's write-ahead log too where nobody reads just now."""
        with self.engine.begin() as connection:
            connection.execute(_DELETE, {"talk": sender_id})
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                # Given up soon while somebody reads: the desk asks again for a minute, and turns wait for this one.
                connection.exec_driver_sql("PRAGMA busy_timeout=100").close()
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}").close()


def _row(sender_id: str, type_name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as Rasa's table has it."""
    return {
        "sender_id": sender_id,
        "type_name": type_name,
        "timestamp": event.get("timestamp"),
        "intent_name": ((event.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": event.get("name"),
        "data": json.dumps(event),
    }


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
