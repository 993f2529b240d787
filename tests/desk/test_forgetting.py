"""What an erasure leaves to do outside the database is done, and done again where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.conversation import inbound
from desk.conversation_sql import privacy_tables
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from desk.operations.maintenance import FORGET_FOR, Maintenance
from desk.privacy.erased_list import ErasedList
from desk.privacy.forgetting import Forgetting
from desk.privacy.leftovers import Leftovers
from desk.privacy.retention import SqlRetention
from tests.desk.conftest import OPEN, FakeClock


@pytest.fixture
def forgetting(database: Database, tmp_path: Path, clock: FakeClock) -> Forgetting:
    (tmp_path / "data").mkdir()
    data = tmp_path / "data"
    retention, log = SqlRetention(database), AuditLog(database)
    return Forgetting(Leftovers(database), ErasedList(data), data, clock, retention, log.audit)


def doom(database: Database, name: str) -> None:
    with database.write() as connection:
        connection.execute(privacy_tables.doomed_files.insert().values(name=name))


def test_a_doomed_file_is_deleted_once(forgetting: Forgetting, database: Database, tmp_path: Path) -> None:
    (tmp_path / "data" / "1.jpg").write_bytes(b"picture")
    doom(database, "1.jpg")
    doom(database, "never-was.jpg")

    forgetting.delete_files()

    assert not (tmp_path / "data" / "1.jpg").exists()
    with database.read() as connection:
        assert connection.execute(sa.select(privacy_tables.doomed_files)).first() is None


def test_a_name_that_leads_out_of_the_folder_deletes_nothing(
    forgetting: Forgetting, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "other").write_bytes(b"not ours")
    doom(database, "../other")

    forgetting.delete_files()

    assert (tmp_path / "other").exists()


def test_the_erased_are_in_the_list_for_restores(
    forgetting: Forgetting, store: SqlStore, conversation_id: str, clock: FakeClock, tmp_path: Path
) -> None:
    forgetting.note_erased()
    clock.pass_by(minutes=1)
    with store.write() as tx:
        tx.erase(conversation_id, clock.now())
    clock.pass_by(seconds=2)
    forgetting.note_erased()

    assert len(ErasedList(tmp_path / "data").hashes()) == 1


def test_the_assistant_is_told_again_until_no_turn_can_still_run(
    database: Database, store: SqlStore, conversation_id: str, clock: FakeClock
) -> None:
    maintenance = Maintenance(database)
    with store.write() as tx:
        tx.erase(conversation_id, clock.now())
    maintenance.erased(conversation_id, clock.now())
    assert maintenance.pending_erasures() == [conversation_id]

    clock.pass_by(seconds=FORGET_FOR.total_seconds())
    maintenance.erased(conversation_id, clock.now())
    assert maintenance.pending_erasures() == []


def test_a_conversation_that_goes_on_is_forgotten_once(
    database: Database, store: SqlStore, conversation_id: str, clock: FakeClock
) -> None:
    maintenance = Maintenance(database)
    with store.write() as tx:
        tx.forget_in_assistant(conversation_id, clock.now())
    maintenance.erased(conversation_id, clock.now())

    assert maintenance.pending_erasures() == []


def test_an_approved_list_is_carried_out_and_its_counts_are_in_the_log(
    forgetting: Forgetting, database: Database, conversation_id: str, clock: FakeClock
) -> None:
    clock.pass_by(days=366)
    forgetting.purge()
    retention = SqlRetention(database)
    retention.decide(retention.lists()[0].id, True, "a_boss", clock.now())
    forgetting.purge()
    forgetting.purge()

    entries = AuditLog(database).entries()
    assert [(e.action, e.subject) for e in entries] == [("purge_done", "1: talk 1")]
    assert conversation_id in Maintenance(database).pending_erasures()


def test_deleted_words_leave_the_log_of_the_database(tmp_path: Path, clock: FakeClock) -> None:
    place = tmp_path / "desk.db"
    database = Database(f"sqlite:///{place}")
    migrate.upgrade(database)
    store = SqlStore(database)
    with store.write() as tx:
        conversation_id = inbound.start(tx, "web", clock.now(), OPEN, "t").conversation_id
        inbound.receive(
            tx, conversation_id, "o", text="架空山太郎です", choice_id=None, now=clock.now(), situation=lambda: OPEN
        )
    log = Path(f"{place}-wal")
    with store.write() as tx:
        tx.erase(conversation_id, clock.now())
    assert "架空山太郎".encode() in log.read_bytes()

    with database.read() as reading:
        reading.execute(sa.text("SELECT count(*) FROM messages")).scalar_one()
        with store.write() as tx:
            tx.forget_in_assistant("c_other", clock.now())
        assert not database.truncate_log(), "somebody reads an older state"
    assert database.truncate_log()

    assert "架空山太郎".encode() not in log.read_bytes() + place.read_bytes()
    database.close()
