"""Erases a person's data from every table of the register, and leaves word for the files and the assistant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.appointments.models import Status
from desk.appointments.tables import appointments
from desk.conversation.models import State
from desk.conversation_sql import link_tables
from desk.conversation_sql import tables as t
from desk.privacy import matching
from desk.privacy import tables as p
from desk.privacy.data_category import Holding, Kept
from desk.privacy.dossier import ERASE_WANTED, HOLD
from desk.privacy.inventory import REGISTER

CONTACT_GONE = "（連絡先を消去しました）"


def erase(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Delete what was said and who said it; counts and times stay. Nothing happens to an id that is not known.

    Under a legal hold the person loses the way in, and the erasure is done when the hold is lifted.
    """
    if HOLD in restrictions(connection, conversation_id):
        _shut(connection, conversation_id, at)
        return
    # What is deleted may be found through what is only blanked, never the other way round.
    for holding in sorted(REGISTER, key=lambda held: held.blank is not None):
        if holding.of is not None:
            _erase_from(connection, holding, holding.of(conversation_id))
    c, v = t.cases.c, t.conversations.c
    connection.execute(
        t.cases.update()
        .where(c.conversation_id == conversation_id)
        .values(state=State.CLOSED, closed_at=sa.func.coalesce(c.closed_at, sa.literal(at, t.Moment)))
    )
    connection.execute(
        t.conversations.update()
        .where(v.id == conversation_id)
        .values(erased_at=at, state=State.CLOSED, epoch=v.epoch + 1)
    )
    _cancel_appointments(connection, conversation_id, at)
    forget_in_assistant(connection, conversation_id, at)


def erase_contact(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Delete how a person is reached, wherever it was typed; the talk stays."""
    query = sa.select(t.cases.c.contact).where(t.cases.c.conversation_id == conversation_id)
    for contact in connection.execute(query).scalars().all():
        wanted = matching.wanted(str((contact or {}).get("value", "")))
        if wanted is not None:
            _take_out(connection, conversation_id, wanted)
    for holding in REGISTER:
        if holding.kept is Kept.CONTACT and holding.of is not None:
            _erase_from(connection, holding, holding.of(conversation_id))
    # Its tracker knows no single messages.
    forget_in_assistant(connection, conversation_id, at)


def _take_out(connection: sa.Connection, conversation_id: str, wanted: str) -> None:
    """Replace every text of a conversation that holds the words."""
    for table, where in {held.table: held.of(conversation_id) for held in REGISTER if held.of is not None}.items():
        keys = list(table.primary_key.columns)
        words = [
            column.name for column in table.columns if isinstance(column.type, sa.Text | sa.JSON) and column not in keys
        ]
        if not words:
            continue
        for row in connection.execute(table.select().where(where)).mappings().all():
            fresh = {name: _without(row[name], wanted) for name in words}
            if any(fresh[name] != row[name] for name in words):
                key = sa.and_(*(column == row[column.name] for column in keys))
                connection.execute(table.update().where(key).values(**fresh))


def _without(value: Any, wanted: str) -> Any:
    if isinstance(value, str):
        return CONTACT_GONE if wanted in matching.plain(value) else value
    if isinstance(value, list):
        return [_without(item, wanted) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, wanted) for key, item in value.items()}
    return value


def _shut(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    v = t.conversations.c
    connection.execute(t.conversations.update().where(v.id == conversation_id).values(token_hash=None))
    for table in (link_tables.links, link_tables.web_keys):
        connection.execute(table.delete().where(table.c.conversation_id == conversation_id))
    lift(connection, conversation_id, ERASE_WANTED)
    restrict(connection, conversation_id, ERASE_WANTED, "利用者が消去を求めました", "", at)


def restrictions(connection: sa.Connection, conversation_id: str) -> set[str]:
    """Return the kinds of limits in force."""
    r = p.restrictions.c
    query = sa.select(r.kind).where(r.conversation_id == conversation_id)
    return set(connection.execute(query).scalars())


def restrict(connection: sa.Connection, conversation_id: str, kind: str, reason: str, by: str, now: datetime) -> None:
    """Put a limit in force."""
    connection.execute(
        p.restrictions.insert().values(
            conversation_id=conversation_id, kind=kind, reason=reason[:200], set_by=by, set_at=now
        )
    )


def lift(connection: sa.Connection, conversation_id: str, kind: str) -> None:
    """End a limit."""
    r = p.restrictions.c
    connection.execute(p.restrictions.delete().where(r.conversation_id == conversation_id, r.kind == kind))


def forget_in_assistant(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Let the assistant forget a conversation, as soon as it can be reached."""
    connection.execute(t.erasures.delete().where(t.erasures.c.conversation_id == conversation_id))
    connection.execute(t.erasures.insert().values(conversation_id=conversation_id, asked_at=at))


def _cancel_appointments(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Cancel what stood: nobody knows any more who would come. Consultants see it as news."""
    c = appointments.c
    connection.execute(
        appointments.update()
        .where(
            c.conversation_id == conversation_id,
            c.begin_at > at,
            c.status.in_([Status.BOOKED, Status.CHANGED]),
        )
        .values(status=Status.CANCELLED, sequence=c.sequence + 1, is_noticed=False, updated_at=at)
    )


def _erase_from(connection: sa.Connection, holding: Holding, where: sa.ColumnElement[bool]) -> None:
    table = holding.table
    if holding.files is not None:
        doom_files(connection, files(connection, holding, where))
    if holding.blank is None:
        connection.execute(table.delete().where(where))
    elif holding.blank:
        connection.execute(table.update().where(where).values(**holding.blank))


def doom_files(connection: sa.Connection, names: Iterable[str | None]) -> None:
    """Note files for deletion in the transaction that deletes their rows; the sweeper deletes them after the commit."""
    found = [{"name": name} for name in names if name]
    if found:
        connection.execute(p.doomed_files.insert(), found)


def files(connection: sa.Connection, holding: Holding, where: sa.ColumnElement[bool]) -> list[str]:
    """Return the names of the files of these rows."""
    if holding.files is None:
        return []
    rows = connection.execute(holding.table.select().where(where)).mappings()
    return [name for row in rows if (name := holding.files(row))]
