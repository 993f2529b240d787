"""`make verify-audit`: says whether the log is whole, on any database that it may be pointed at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.audit import tables as audit_tables
from desk.audit.store import AuditLog
from desk.db import migrate
from desk.db.database import Database
from desk.operations import verify_audit


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("HITOHATA_DATABASE_URL", raising=False)
    return tmp_path / "var"


def test_a_database_that_was_never_used_is_whole(data, capsys) -> None:
    assert verify_audit.main([]) == 0
    assert "0 entries" in capsys.readouterr().out


def test_what_is_no_database_is_named(data, capsys) -> None:
    data.mkdir()
    (data / "desk.db").write_text("これはデータベースではありません。" * 50)
    assert verify_audit.main([]) == 2
    assert "cannot be used" in capsys.readouterr().err


def test_a_hash_that_was_written_down_must_be_there(data, capsys) -> None:
    data.mkdir()
    database = Database(f"sqlite:///{data / 'desk.db'}")
    migrate.upgrade(database)
    AuditLog(database).audit("login", "", datetime(2026, 11, 24, tzinfo=UTC))
    database.close()
    assert verify_audit.main([]) == 0
    last = capsys.readouterr().out.split()[-1]
    assert verify_audit.main(["--expect", last]) == 0
    assert verify_audit.main(["--expect", "0" * 64]) == 1
    assert "cut or rewritten" in capsys.readouterr().err


def test_a_changed_entry_is_found(data, capsys) -> None:
    data.mkdir()
    database = Database(f"sqlite:///{data / 'desk.db'}")
    migrate.upgrade(database)
    log = AuditLog(database)
    for kind in ("login", "view", "logout"):
        log.audit(kind, "", datetime(2026, 11, 24, tzinfo=UTC))
    with database.write() as connection:
        # As somebody would who can write to the file: the triggers fall first.
        for (name,) in connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(
            audit_tables.audit_entries.update().where(audit_tables.audit_entries.c.number == 2).values(action="nothing")
        )
    database.close()
    assert verify_audit.main([]) == 1
    assert "entry 2" in capsys.readouterr().err
