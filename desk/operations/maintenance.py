"""What the sweeper asks the store for: due timers, cases without a present owner, erasures, returns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.conversation.models import State
from desk.conversation_sql import case_tables, conversation_tables, privacy_tables
from desk.conversation_sql import tables as t
from desk.db.database import Database
from desk.set_aside import decisions, store
from desk.set_aside.kinds import Worker

# Longer than a turn may take, retries and all (`desk.assistant.turn_runner.PATIENCE`).
FORGET_FOR = timedelta(seconds=60)


class Maintenance:
    """Reads and ticks off what has to be done by time."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database, self.aside = database, decisions.SetAside(database)

    def due_timers(self, now: datetime) -> list[dict[str, Any]]:
        """Return the timers that are due, but for those set aside."""
        i = case_tables.timers.c
        query = (
            sa.select(i.id, i.kind, i.case_id, i.epoch)
            .where(i.due_at <= now, store.is_free(Worker.TIMERS, i.id, now))
            .order_by(i.due_at)
            .limit(100)
        )
        return [dict(row) for row in self._database.ask(query).mappings()]

    def held_ids(self) -> list[str]:
        """Return the cases that a consultant holds."""
        query = sa.select(t.cases.c.id).where(t.cases.c.state == State.CONSULTANT)
        return list(self._database.ask(query).scalars())

    def pending_erasures(self) -> list[str]:
        """Return the conversations that the assistant still has to forget."""
        query = sa.select(privacy_tables.erasures.c.conversation_id).where(privacy_tables.erasures.c.done_at.is_(None))
        return list(self._database.ask(query).scalars())

    def erased(self, conversation_id: str, now: datetime) -> None:
        """Note that the assistant has forgotten a conversation.

        One that was erased is forgotten again and again for a while: a turn that ran meanwhile would bring it back.
        """
        e, v = privacy_tables.erasures.c, t.conversations.c
        lives_on = sa.exists().where(v.id == e.conversation_id, v.erased_at.is_(None))
        self._database.change(
            privacy_tables.erasures.update()
            .where(
                e.conversation_id == conversation_id,
                sa.or_(lives_on, e.asked_at <= now - FORGET_FOR),
            )
            .values(done_at=now)
        )

    def pending_returns(self) -> list[dict[str, Any]]:
        """Return {id, conversation_id, summary} of the returns that the assistant has not been told of."""
        r = conversation_tables.returns.c
        query = sa.select(r.id, r.conversation_id, r.summary).where(r.told_at.is_(None)).order_by(r.id)
        return [dict(row) for row in self._database.ask(query).mappings()]

    def told(self, return_id: int, now: datetime) -> None:
        """Note that the assistant was told of a return."""
        self._database.change(
            conversation_tables.returns.update()
            .where(conversation_tables.returns.c.id == return_id)
            .values(told_at=now)
        )


def owner_seen(connection: sa.Connection, case_id: str) -> datetime | None:
    """Return when a case's owner last asked for something, as it is in this transaction."""
    query = (
        sa.select(account_tables.accounts.c.seen_at)
        .join(t.cases, t.cases.c.owner_id == account_tables.accounts.c.id)
        .where(t.cases.c.id == case_id)
    )
    return connection.execute(query).scalar_one_or_none()


def take_timer(connection: sa.Connection, timer_id: int) -> bool:
    """Remove a timer inside the transaction that does its work; False if another process was faster."""
    return connection.execute(case_tables.timers.delete().where(case_tables.timers.c.id == timer_id)).rowcount == 1
