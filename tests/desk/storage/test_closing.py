"""Closing a database leaves no connection open, whoever uses one just then."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa

from desk.db.database import Database


def test_a_connection_in_use_is_closed_when_it_comes_back(database: Database) -> None:
    used = database.engine.connect()
    used.execute(sa.text("SELECT 1"))
    driver = used.connection.driver_connection

    database.close()
    assert used.execute(sa.text("SELECT 2")).scalar_one() == 2
    used.close()

    if database.is_sqlite:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            driver.execute("SELECT 3")
    else:
        assert driver.closed


def test_a_database_that_was_closed_connects_anew(database: Database) -> None:
    database.close()

    for _ in range(2):
        with database.read() as connection:
            assert connection.execute(sa.text("SELECT 1")).scalar_one() == 1
    assert database.engine.pool.checkedin() == 1
