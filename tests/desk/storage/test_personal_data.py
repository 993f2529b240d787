"""The register is whole, and an erasure driven by it leaves nothing in any table, whatever tables there are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.db.personal_data import Holding, inventory
from desk.db.schema import Moment, whole_metadata
from desk.privacy.inventory import INTERNAL, NAMES
from tests.desk.conftest import FakeClock

NOW = datetime(2026, 11, 24, tzinfo=UTC)
MARK = "しるし"
TABLES = sorted(whole_metadata().tables.values(), key=lambda table: table.name)
OF_MIGRANTS = [held for held in inventory() if held.of is not None]
LINKS = {"conversation_id", "case_id", "user_id"}


def held_in(table: sa.Table) -> list[Holding]:
    return [held for held in inventory() if held.table is table]


def name(held: Holding | sa.Table) -> str:
    return f"{held.table.name}-{held.data.title}" if isinstance(held, Holding) else str(held.name)


@pytest.mark.parametrize("table", TABLES, ids=name)
def test_every_table_is_declared(table: sa.Table) -> None:
    assert held_in(table), f"declare {table.name}: info=personal(DataCategory(…))"


@pytest.mark.parametrize("table", TABLES, ids=name)
def test_a_table_that_leads_to_a_migrant_is_declared_as_theirs(table: sa.Table) -> None:
    if LINKS & set(table.columns.keys()):
        assert all(held.of for held in held_in(table))


@pytest.mark.parametrize("held", OF_MIGRANTS, ids=name)
def test_every_column_of_a_migrant_has_a_japanese_name_or_is_internal(held: Holding) -> None:
    unknown = set(held.table.columns.keys()) - NAMES.keys() - INTERNAL

    assert not unknown, "name them in NAMES or INTERNAL of desk/privacy/inventory.py"
    assert not NAMES.keys() & INTERNAL


@pytest.mark.parametrize("held", OF_MIGRANTS, ids=name)
def test_what_stays_of_a_blanked_row_is_said(held: Holding) -> None:
    if held.data.blank is None:
        return
    words = {
        column.name
        for column in held.table.columns
        if isinstance(column.type, sa.String | sa.JSON) and column.name not in held.data.blank
    }
    assert words == set(held.data.stays)


@pytest.mark.parametrize("held", inventory(), ids=name)
def test_what_is_declared_exists(held: Holding) -> None:
    for column in (*(held.data.blank or {}), *held.data.stays, held.data.age):
        assert column is None or column in held.table.columns


def test_an_erasure_leaves_nothing_in_any_table(
    database: Database, store: SqlStore, conversation_id: str, clock: FakeClock
) -> None:
    case_id = fill(database, conversation_id)
    assert any(MARK in text for _, text in words_of(database))

    with store.write() as tx:
        tx.erase(conversation_id, clock.now())

    left = [
        f"{table}: {text}"
        for table, text in words_of(database)
        if MARK in text and not table.startswith(tuple(OF_NOBODY))
    ]
    assert left == []
    with database.read() as connection:
        assert connection.execute(sa.select(t.cases.c.state)).scalars().all() == ["closed"]
        assert connection.execute(sa.select(privacy_tables.erasures.c.done_at)).scalars().all() == [None]
    assert case_id


def test_an_erasure_touches_nobody_else(
    database: Database, store: SqlStore, conversation_id: str, clock: FakeClock
) -> None:
    fill(database, conversation_id)
    before = sorted(words_of(database))

    with store.write() as tx:
        tx.erase("c_somebody_else", clock.now())

    after = sorted((table, text) for table, text in words_of(database) if "c_somebody_else" not in text)
    assert after == before


def test_the_files_of_erased_rows_are_doomed(
    database: Database, store: SqlStore, conversation_id: str, clock: FakeClock
) -> None:
    with_files = {held.table.name for held in OF_MIGRANTS if held.data.files}
    fill(database, conversation_id)
    with store.write() as tx:
        tx.erase(conversation_id, clock.now())

    with database.read() as connection:
        found = connection.execute(sa.select(privacy_tables.doomed_files.c.name)).scalars().all()
    assert len(found) == len(with_files) > 0


OF_NOBODY = {table.name for table in TABLES if all(held.of is None for held in held_in(table))}


def fill(database: Database, conversation_id: str) -> str:
    """Put one row with the mark in every column of words into every table that is a migrant's."""
    case_id = "k_1"
    known = {
        "conversation_id": conversation_id,
        "case_id": case_id,
        "appointment_id": "x",
        "seq": 99,
    }
    with database.write() as connection:
        for held in {held.table.name: held for held in OF_MIGRANTS}.values():
            if held.table is t.conversations:
                connection.execute(t.conversations.update().values(token_hash=MARK, owner_id=MARK))
                continue
            stays = set.intersection(*(set(h.data.stays) for h in held_in(held.table)))
            row = {
                column.name: known.get(column.name, a_value(column, column.name in stays))
                for column in held.table.columns
                if not (column.primary_key and column.autoincrement is True)
            }
            if held.table is t.cases:
                row["id"] = case_id
            connection.execute(held.table.insert().values(**row))
    return case_id


def a_value(column: sa.Column[Any], is_harmless: bool) -> Any:
    if isinstance(column.type, sa.JSON):
        return {} if is_harmless else {"words": [MARK]}
    if isinstance(column.type, Moment):
        return NOW
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, sa.Integer | sa.Float):
        return 1
    if isinstance(column.type, sa.LargeBinary):
        return MARK.encode()
    text = "x" if is_harmless else MARK
    return text[: getattr(column.type, "length", None) or 100]


def words_of(database: Database) -> list[tuple[str, str]]:
    with database.read() as connection:
        return [
            (table.name, " ".join(str(value) for value in row))
            for table in TABLES
            for row in connection.execute(sa.select(table)).all()
        ]
