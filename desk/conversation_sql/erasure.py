"""Erases a person's data from every table that declares it, and leaves word for the files and the assistant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.contact import matching
from desk.conversation.models import State
from desk.conversation_sql import conversation_tables, privacy_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.exclusions import ERASE_WANTED, HOLD, lift, restrict, restrictions
from desk.db.data_category import Kept
from desk.db.personal_data import Holding, inventory
from desk.db.schema import Moment

CONTACT_GONE = "（連絡先を消去しました）"


def erase(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Delete what was said and who said it; counts and times stay. Nothing happens to an id that is not known.

    Under a legal hold the person loses the way in, and the erasure is done when the hold is lifted.
    """
    if HOLD in restrictions(connection, conversation_id):
        _shut(connection, conversation_id, at)
        return
    for holding in inventory():
        if holding.of is not None:
            _erase_from(connection, holding, holding.of(conversation_id))
    c, v = t.cases.c, t.conversations.c
    connection.execute(
        t.cases.update()
        .where(c.conversation_id == conversation_id)
        .values(state=State.CLOSED, closed_at=sa.func.coalesce(c.closed_at, sa.literal(at, Moment)))
    )
    connection.execute(
        t.conversations.update()
        .where(v.id == conversation_id)
        .values(erased_at=at, state=State.CLOSED, epoch=v.epoch + 1)
    )
    for holding in inventory():
        if holding.data.at_erasure is not None:
            holding.data.at_erasure(connection, conversation_id, at)
    forget_in_assistant(connection, conversation_id, at)


def erase_contact(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Delete how a person is reached, wherever it was typed; the talk stays."""
    query = sa.select(t.cases.c.contact).where(t.cases.c.conversation_id == conversation_id)
    for contact in connection.execute(query).scalars().all():
        wanted = matching.wanted(str((contact or {}).get("value", "")))
        if wanted is not None:
            _take_out(connection, conversation_id, wanted)
    for holding in inventory():
        if holding.data.kept is Kept.CONTACT and holding.of is not None:
            _erase_from(connection, holding, holding.of(conversation_id))
    # Its tracker knows no single messages.
    forget_in_assistant(connection, conversation_id, at)


def _take_out(connection: sa.Connection, conversation_id: str, wanted: str) -> None:
    """Replace every text of a conversation that holds the words."""
    for table, where in {held.table: held.of(conversation_id) for held in inventory() if held.of is not None}.items():
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
    for table in (conversation_tables.links, conversation_tables.web_keys):
        connection.execute(table.delete().where(table.c.conversation_id == conversation_id))
    lift(connection, conversation_id, ERASE_WANTED)
    restrict(connection, conversation_id, ERASE_WANTED, "利用者が消去を求めました", "", at)


def forget_in_assistant(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Let the assistant forget a conversation, as soon as it can be reached."""
    connection.execute(
        privacy_tables.erasures.delete().where(privacy_tables.erasures.c.conversation_id == conversation_id)
    )
    connection.execute(privacy_tables.erasures.insert().values(conversation_id=conversation_id, asked_at=at))


def _erase_from(connection: sa.Connection, holding: Holding, where: sa.ColumnElement[bool]) -> None:
    table = holding.table
    if holding.data.files is not None:
        doom_files(connection, files(connection, holding, where))
    if holding.data.blank is None:
        connection.execute(table.delete().where(where))
    elif holding.data.blank:
        connection.execute(table.update().where(where).values(**holding.data.blank))


def doom_files(connection: sa.Connection, names: Iterable[str | None]) -> None:
    """Note files for deletion in the transaction that deletes their rows; the sweeper deletes them after the commit."""
    found = [{"name": name} for name in names if name]
    if found:
        connection.execute(privacy_tables.doomed_files.insert(), found)


def files(connection: sa.Connection, holding: Holding, where: sa.ColumnElement[bool]) -> list[str]:
    """Return the names of the files of these rows."""
    if holding.data.files is None:
        return []
    rows = connection.execute(holding.table.select().where(where)).mappings()
    return [name for row in rows if (name := holding.data.files(row))]
