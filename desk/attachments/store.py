"""What is fetched for a consultant besides words: noted, leased to a worker, kept or given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.attachments.rows import Attachment
from desk.attachments.tables import attachments
from desk.conversation_sql import tables as t
from desk.conversation_sql.turn_queue import is_over
from desk.db.database import DatabaseStore
from desk.db.records import made_of
from desk.set_aside import leases
from desk.set_aside import store as set_aside
from desk.set_aside.kinds import Worker

# Longer than a fetch may take.
LEASE = timedelta(minutes=2)


class Attachments(DatabaseStore):
    """Leases what waits, keeps what came of it, and finds it for the console."""

    def lease(self, now: datetime, source: str = "line") -> Attachment | None:
        """Take the oldest that is due of those that came by a channel."""
        a = attachments.c
        is_free = sa.or_(
            sa.and_(a.state == "waiting", a.due_at <= now),
            sa.and_(a.state == "fetching", is_over(a.leased_until, now, now + LEASE)),
        )
        columns = (a.id, a.attempts, a.conversation_id)
        query = (
            sa.select(*columns)
            .where(is_free, a.outside_id.startswith(f"{source}:"))
            .order_by(a.created_at, a.id)
            .limit(1)
        )

        def taken(connection: sa.Connection, due: sa.Row[Any]) -> Attachment:
            values = {"state": "fetching", "leased_until": now + LEASE, "attempts": due.attempts + 1}
            connection.execute(attachments.update().where(a.id == due.id).values(**values))
            row = connection.execute(attachments.select().where(a.id == due.id))
            return _attachment(dict(row.mappings().one()))

        def put_aside(connection: sa.Connection, due: sa.Row[Any], error: Exception) -> None:
            _put_aside(connection, due.id, due.conversation_id, error, now)

        return leases.take(self._database, query, {}, taken, put_aside)

    def set_aside(self, found: Attachment, error: Exception, now: datetime) -> None:
        """Give one up for a person to look at; the consultant sees that it could not be taken in."""
        with self._database.write() as connection:
            _put_aside(connection, found.id, found.conversation_id, error, now)

    def again(self, attachment_id: str, due_at: datetime) -> None:
        """Try once more later."""
        self._set(attachment_id, state="waiting", due_at=due_at)

    def prepared_later(self, found: Attachment, due_at: datetime, prepared_by: datetime) -> None:
        """Wait until the source has prepared it; such a look is no attempt."""
        self._set(
            found.id,
            state="waiting",
            due_at=due_at,
            prepared_by=prepared_by,
            attempts=found.attempts - 1,
        )

    def end(
        self,
        attachment_id: str,
        state: str,
        now: datetime,
        *,
        media_type: str | None = None,
        size: int | None = None,
    ) -> bool:
        """Note what came of it; False if it was taken back meanwhile, and the file must go."""
        a = attachments.c
        with self._database.write() as connection:
            wanted = connection.execute(sa.select(a.conversation_id).where(a.id == attachment_id)).scalar_one_or_none()
            if wanted is None:
                return False
            connection.execute(
                attachments.update()
                .where(a.id == attachment_id)
                .values(leased_until=None, state=state, media_type=media_type, size=size)
            )
            _note(connection, wanted, now)
            return True

    def drop(self, attachment_id: str) -> None:
        """Forget one that nothing was kept of, and that no message names."""
        self._database.change(attachments.delete().where(attachments.c.id == attachment_id))

    def get(self, attachment_id: str) -> Attachment | None:
        """Return one."""
        query = sa.select(attachments).where(attachments.c.id == attachment_id)
        row = self._database.ask(query).mappings().first()
        return _attachment(dict(row)) if row else None

    def waiting(self, outside_ids: str) -> list[tuple[str, str]]:
        """Return (id, outside id) of those that have no end yet and whose outside id begins so."""
        a = attachments.c
        begins = a.outside_id.startswith(outside_ids, autoescape=True)
        query = sa.select(a.id, a.outside_id).where(begins, a.state == "waiting")
        return [(row[0], row[1]) for row in self._database.ask(query)]

    def of(self, conversation_id: str) -> list[Attachment]:
        """Return those of a conversation."""
        query = sa.select(attachments).where(attachments.c.conversation_id == conversation_id)
        return [_attachment(dict(row)) for row in self._database.ask(query).mappings()]

    def _set(self, attachment_id: str, **values: object) -> None:
        self._database.change(
            attachments.update().where(attachments.c.id == attachment_id).values(leased_until=None, **values)
        )


def _put_aside(
    connection: sa.Connection,
    attachment_id: str,
    conversation_id: str,
    error: Exception,
    now: datetime,
) -> None:
    a = attachments.c
    done = connection.execute(
        attachments.update()
        .where(a.id == attachment_id)
        .values(state="failed", leased_until=None, media_type=None, size=None)
    )
    if done.rowcount == 1:
        set_aside.give_up(connection, Worker.ATTACHMENTS, attachment_id, error, now, conversation_id)
        _note(connection, conversation_id, now)


def _note(connection: sa.Connection, conversation_id: str, now: datetime) -> None:
    """Let the consoles see that something about a conversation has changed."""
    epoch = connection.execute(
        sa.select(t.conversations.c.epoch).where(t.conversations.c.id == conversation_id)
    ).scalar_one()
    connection.execute(
        t.events.insert().values(conversation_id=conversation_id, kind="attachment", epoch=epoch, at=now)
    )


def _attachment(row: dict[str, object]) -> Attachment:
    return made_of(Attachment, row, source_id=str(row["outside_id"]).removeprefix("line:"))
