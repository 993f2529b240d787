"""A database of the last release becomes one of this version, and what no migration begins with is refused."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from desk.audit.store import AuditLog
from desk.cases.search_index import SearchIndex
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.db.schema import whole_metadata
from tests.desk.conftest import administer

RELEASE = "0017_sso_identity"
DUMPS = Path(__file__).with_name("schema_0017")
# Folded otherwise since the release: the search makes its copies anew before it is used.
EMPTIED = {"search_documents": ("text", "answer")}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind with the schema of the last release, and a row at least in every table."""
    dump = (DUMPS / f"{request.param}.sql").read_text(encoding="utf-8")
    if request.param == "sqlite":
        path = tmp_path / "released.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(dump)
        opened = Database(f"sqlite:///{path}")
        yield opened
        opened.close()
        return
    address, name = request.getfixturevalue("postgresql"), f"r_{uuid.uuid4().hex}"
    administer(address, f"CREATE DATABASE {name}")
    url = address.replace("/postgres?", f"/{name}?")
    filled = Database(url)
    with filled.engine.begin() as connection:
        connection.connection.dbapi_connection.execute(dump)
    # The dump has changed the search path of the connection.
    filled.close()
    opened = Database(url)
    yield opened
    opened.close()
    administer(address, f"DROP DATABASE {name} WITH (FORCE)")


def rows_of(database: Database) -> Rows:
    """Return what stands in every table, in the order of its key."""
    found = sa.MetaData()
    with database.read() as connection:
        found.reflect(connection)
        return {
            name: [
                dict(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns)).mappings()
            ]
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


def must_have_survived(before: Rows, after: Rows) -> None:
    """Every former column of every former row is as it was, but for what is emptied on purpose."""
    for name, rows in before.items():
        if name == "search_answers":
            assert after[name] == []
            continue
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == [row | dict.fromkeys(EMPTIED.get(name, ())) for row in rows], name


def shape_of(database: Database) -> dict[str, Any]:
    """Return columns, keys, checks and indexes of every table, and the triggers, as the database itself tells them."""
    with database.read() as connection:
        inspector = sa.inspect(connection)
        shape = {
            table: {
                "columns": {
                    c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)
                },
                "key": inspector.get_pk_constraint(table)["constrained_columns"],
                "unique": sorted(str(u["column_names"]) for u in inspector.get_unique_constraints(table)),
                "checks": sorted(str(c["sqltext"]) for c in inspector.get_check_constraints(table)),
                "foreign": sorted(str(f["constrained_columns"]) for f in inspector.get_foreign_keys(table)),
                "indexes": sorted(
                    (i["name"], str(i["column_names"]), bool(i["unique"]), _options(i))
                    for i in inspector.get_indexes(table)
                ),
            }
            for table in inspector.get_table_names()
        }
        triggers = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if database.is_sqlite
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        return shape | {"triggers": sorted(connection.exec_driver_sql(triggers).scalars())}


def _options(index: Any) -> str:
    """Return what is particular to an index, such as its condition."""
    return str({name: str(value) for name, value in index.get("dialect_options", {}).items()})


def test_every_table_of_the_release_has_a_row(released: Database) -> None:
    rows = rows_of(released)

    assert len(rows) > 50
    assert [name for name, found in rows.items() if not found] == []


def test_it_gets_the_tables_columns_and_indexes_of_this_version(released: Database, request) -> None:
    migrate.upgrade(released)

    with released.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), whole_metadata()) == []
    fresh = Database(_template(request, is_sqlite=released.is_sqlite))
    try:
        assert shape_of(released) == shape_of(fresh)
    finally:
        fresh.close()


def _template(request: pytest.FixtureRequest, *, is_sqlite: bool) -> str:
    if is_sqlite:
        return f"sqlite:///{request.getfixturevalue('sqlite_template')}"
    address, template = request.getfixturevalue("postgresql"), request.getfixturevalue("postgresql_template")
    return str(address.replace("/postgres?", f"/{template}?"))


def test_what_stood_in_it_stands_in_it_still(released: Database) -> None:
    before = rows_of(released)

    migrate.upgrade(released)

    must_have_survived(before, rows_of(released))


def test_there_and_back_and_there_again_nothing_is_lost(released: Database) -> None:
    before = rows_of(released)
    migrate.upgrade(released)

    alembic = migrate.config()
    with released.write() as connection:
        alembic.attributes["connection"] = connection
        command.downgrade(alembic, RELEASE)
    assert rows_of(released).keys() == before.keys()
    migrate.upgrade(released)

    must_have_survived(before, rows_of(released))


def test_the_desk_works_with_it(released: Database) -> None:
    migrate.upgrade(released)

    with SqlStore(released).write() as tx:
        conversation = tx.conversation("c_tanaka")
        messages = tx.messages("c_tanaka")
    assert conversation is not None
    assert [message.seq for message in messages] == [1, 2]
    index = SearchIndex(released)
    for words in ("花園", "登録物件"):
        found, _ = index.find([words])
        assert [item.case.conversation_id for item in found] == ["c_tanaka"], words
    # The log's entries of before keep their hashes, and the database refuses to change them.
    assert AuditLog(released).verify()[:2] == (None, 2)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), released.write() as connection:
        connection.execute(sa.text("DELETE FROM audit_entries"))


@pytest.mark.parametrize(
    ("revision", "advice"),
    [
        ("0009_search", "older than the last release: start that release once"),
        ("0018_danger", "Only versions in development had it"),
        ("0080_departments", "Only versions in development had it"),
        ("9999", "made by a newer version"),
    ],
)
def test_a_schema_that_no_migration_begins_with_is_refused_and_left_alone(
    released: Database, revision: str, advice: str
) -> None:
    with released.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :found"), {"found": revision})
    before = rows_of(released)

    with pytest.raises(DatabaseUnusable, match=advice) as refused:
        migrate.upgrade(released)

    assert f"has the schema {revision}" in str(refused.value)
    assert f"expected one of {RELEASE}" in str(refused.value)
    assert rows_of(released) == before
