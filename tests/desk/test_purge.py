"""`make purge`: says what would go and writes nothing; with --run it deletes what a manager approved, and no more."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.conversation_sql import privacy_tables
from desk.conversation_sql.transaction import SqlStore
from desk.db.data_category import Kept
from desk.db.database import Database
from desk.operations import purge
from desk.privacy import tables as p
from desk.privacy.retention import SqlRetention
from tests.desk.conftest import FakeClock
from tests.desk.storage.test_retention import PHONE, closed_case, everything


@pytest.fixture
def run(database: Database, store: SqlStore, clock: FakeClock, monkeypatch, tmp_path, capsys):
    """A database with one closed case, 91 days later; returns what runs the command and reads what it says."""
    closed_case(store, clock)
    clock.pass_by(days=91)
    monkeypatch.setenv("HITOHATA_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HITOHATA_ENVIRONMENT", "test")

    def command(*arguments: str) -> str:
        assert purge.main(list(arguments), clock) == 0
        return capsys.readouterr().out

    return command


def test_without_run_it_says_what_would_go_and_writes_nothing(run, database: Database) -> None:
    before = everything(database)

    said = run()

    assert "連絡先: 1 (oldest 2026-11-24)" in said
    assert "OT-1124-01" in said
    assert everything(database) == before


def test_run_prepares_the_list_and_deletes_nothing_unapproved(run, database: Database) -> None:
    run("--run")
    said = run("--run")

    assert "List 1 waits for a manager" in said
    assert PHONE in everything(database)
    assert "List 1 waits for a manager" in run()
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(p.purges)).scalar_one() == 1


def test_what_was_approved_is_deleted_and_counted_in_the_log(run, database: Database, clock: FakeClock) -> None:
    run("--run")
    SqlRetention(database).decide(1, True, "a_boss", clock.now())

    said = run("--run")

    assert "List 1 was approved and is deleted: contact 1" in said
    assert PHONE not in everything(database)
    [entry] = [e for e in AuditLog(database).entries() if e.action == "purge_done"]
    assert entry.subject == f"1: {Kept.CONTACT} 1"
    assert "Nothing is over its period" in run("--run")


def test_what_is_held_is_not_listed(run, database: Database, clock: FakeClock) -> None:
    with database.write() as connection:
        conversation_id = connection.execute(sa.text("SELECT id FROM conversations")).scalar_one()
        connection.execute(
            privacy_tables.restrictions.insert().values(
                conversation_id=conversation_id, kind="hold", reason="訴訟", set_by="a", set_at=clock.now()
            )
        )

    assert "nothing" in run().split("make purge")[0].splitlines()[1]
