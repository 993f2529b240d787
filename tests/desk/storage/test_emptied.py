"""A PostgreSQL database that a test leaves is for the next as a new one is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk.db import migrate
from desk.db.database import Database
from tests.desk.api import Api
from tests.desk.postgres import Databases

_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"


def found(address: str) -> tuple[object, ...]:
    """Return what a test sees: tables with their rows counted, and where the sequences stand."""
    with psycopg.connect(address) as connection:
        tables = [name for (name,) in connection.execute(_TABLES)]
        rows = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables}  # noqa: S608
        return rows, connection.execute(_SEQUENCES).fetchall()


@pytest.fixture
def databases(postgresql: str, postgresql_template: str) -> Iterator[Databases]:
    made = Databases(postgresql, postgresql_template)
    yield made
    made.close()


def spoilt(address: str, *statements: str) -> None:
    with psycopg.connect(address) as connection:
        for statement in statements:
            connection.execute(statement)


def used(address: str, folder: Path) -> None:
    """Leave behind what a whole case leaves, the audit log that refuses to be emptied among it."""
    desk = Api(folder, database_url=address)
    desk.account(role="supervisor")
    browser = desk.log_in()
    visitor = desk.visitor()
    desk.hand_over(visitor.conversation_id)
    assert browser.get("/console").status_code == 200
    desk.app.state.services.database.close()
    spoilt(address, "UPDATE canned_replies SET title = 'another'", "DELETE FROM canned_replies WHERE id = 1")


def numbers(databases: Databases, count: int) -> list[int]:
    """Take databases one after the other; returns their numbers inside the server."""
    taken = []
    for _ in range(count):
        with databases.one() as address, psycopg.connect(address) as connection:
            (number,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
            taken.append(number)
    return taken


def test_nothing_of_a_test_is_left(
    databases: Databases, postgresql: str, postgresql_template: str, tmp_path: Path
) -> None:
    template = found(postgresql.replace("/postgres?", f"/{postgresql_template}?"))
    addresses = set()
    for number in range(4):
        with databases.one() as address:
            addresses.add(address)
            assert found(address) == template
            with psycopg.connect(address) as connection:
                assert connection.execute("SELECT count(*) FROM canned_replies WHERE title = 'another'").fetchone() == (
                    0,
                )
            used(address, tmp_path / str(number))
            assert found(address) != template

    assert len(addresses) == 4


def test_they_are_used_again(databases: Databases) -> None:
    assert len(set(numbers(databases, 5))) == 1


def test_whoever_outlives_a_test_writes_into_no_other_one(databases: Databases) -> None:
    with databases.one() as address:
        late = Database(address)
        with late.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    numbers(databases, 4)
    try:
        with pytest.raises(migrate.DatabaseUnusable):
            migrate.upgrade(late)
    finally:
        late.close()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cases ADD COLUMN more text",
        "ALTER TABLE cases ALTER COLUMN state SET DEFAULT 'x'",
        "DROP TRIGGER audit_entries_no_change ON audit_entries",
        "ALTER TABLE cases DISABLE TRIGGER ALL",
        "CREATE TABLE more (id int)",
        "CREATE SCHEMA more",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_a_changed_schema_is_thrown_away(databases: Databases, statement: str) -> None:
    (fresh,) = numbers(databases, 1)
    with databases.one() as address:
        spoilt(address, statement)

    later = numbers(databases, 3)
    assert fresh not in later
    assert len(set(later)) == 1
