"""A database that was moved away or is damaged: nothing is answered as stored, and readiness says so."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from desk.db import migrate
from desk.db.database import Database
from desk.db.migrate import DatabaseUnusable
from desk.db.soundness import Unsound
from tests.desk.api import Api


def test_a_moved_file_takes_no_message_and_is_told_by_readiness(tmp_path: Path) -> None:
    api = Api(tmp_path)
    visitor = api.visitor()
    (tmp_path / "desk.db").rename(tmp_path / "away.db")

    said = visitor.post("/api/web/messages", json={"client_id": "c1", "text": "消えてはいけない話"})
    ready = api.http.get("/health/ready")

    assert said.status_code == 503
    assert (ready.status_code, ready.json()["database"]) == (503, {"status": "down", "reason": "moved"})
    (tmp_path / "away.db").rename(tmp_path / "desk.db")
    assert visitor.post("/api/web/messages", json={"client_id": "c1", "text": "消えてはいけない話"}).status_code == 202
    assert api.http.get("/health/ready").status_code == 200


def test_another_file_in_its_place_is_not_written_into(tmp_path: Path) -> None:
    api = Api(tmp_path)
    visitor = api.visitor()
    (tmp_path / "desk.db").rename(tmp_path / "away.db")
    (tmp_path / "desk.db").write_bytes((tmp_path / "away.db").read_bytes())

    assert visitor.post("/api/web/messages", json={"client_id": "c1", "text": "話"}).status_code == 503


def test_a_damaged_page_is_told_by_readiness_and_refused_so_that_it_is_sent_again(tmp_path: Path) -> None:
    place = tmp_path / "desk.db"
    api = Api(tmp_path)
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "話"})
    database: Database = api.app.state.services.database
    assert database.truncate_log()
    with sqlite3.connect(place) as looked:
        [root] = looked.execute("SELECT rootpage FROM sqlite_master WHERE name = 'messages'").fetchone()
        [size] = looked.execute("PRAGMA page_size").fetchone()
    looked.close()
    with place.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    database.close()

    said = visitor.post("/api/web/messages", json={"client_id": "c2", "text": "もう一つの話"})
    ready = api.http.get("/health/ready")

    assert said.status_code == 503
    assert (ready.status_code, ready.json()["database"]) == (503, {"status": "down", "reason": "damaged"})


def test_a_busy_database_is_not_called_damaged(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate.upgrade(database)
    other = sqlite3.connect(tmp_path / "desk.db")
    other.execute("BEGIN EXCLUSIVE")

    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
        with pytest.raises(OperationalError, match="locked"):
            connection.exec_driver_sql("CREATE TABLE later (id INTEGER)")
    other.rollback()
    other.close()

    database.soundness.require()
    database.close()


def test_a_desk_does_not_begin_anew_beside_the_log_of_a_database_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "desk.db-wal").write_bytes(b"the last messages")

    with pytest.raises(DatabaseUnusable, match=r"desk\.db-wal"):
        migrate.upgrade(Database(f"sqlite:///{tmp_path / 'desk.db'}"))

    assert not (tmp_path / "desk.db").exists()


def test_the_reason_of_an_unsound_database_holds_no_data() -> None:
    assert "damaged" in str(Unsound("damaged"))
