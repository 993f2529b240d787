"""The restore drill: what was backed up is there again, and nothing is lost by a wrong restore."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.db import migrate
from desk.db.database import Database
from desk.operations import backup, restore
from desk.privacy.erased_list import ErasedList
from tests.desk.api import Api
from tests.desk.conftest import administer


def test_a_backup_taken_under_work_restores_the_conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
    api = Api(tmp_path / "data")
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "控えに残る話"})

    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    visitor.post("/api/web/messages", json={"client_id": "c2", "text": "控えの後の話"})
    api.app.state.services.database.close()
    assert restore.main(["--from", str(tmp_path / "copy")]) == 0

    again = Api(tmp_path / "data")
    again.http.headers["authorization"] = visitor.headers["authorization"]
    words = again.http.get("/api/web/messages").text
    assert "控えに残る話" in words
    assert "控えの後の話" not in words
    assert len(list((tmp_path / "data").glob("desk.db.before-*"))) == 1


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "desk.db"
    database = Database(f"sqlite:///{place}")
    migrate.upgrade(database)
    database.close()
    before = place.read_bytes()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 500)

    with pytest.raises(sqlite3.DatabaseError):
        restore.put_back(broken, place)

    assert place.read_bytes() == before


def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    place, copied = tmp_path / "desk.db", tmp_path / "copy.db"
    database = Database(f"sqlite:///{place}")
    migrate.upgrade(database)
    backup.copy(place, copied)

    with database.write(), pytest.raises(restore.InUse):
        restore.put_back(copied, place)
    database.close()


def test_a_database_at_another_place_is_what_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "elsewhere" / "city.db"
    place.parent.mkdir()
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HITOHATA_DATABASE_URL", f"sqlite:///{place}")
    api = Api(tmp_path / "data", database_url=f"sqlite:///{place}")
    api.visitor().post("/api/web/messages", json={"client_id": "c1", "text": "よそに置いた話"})

    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    api.app.state.services.database.close()
    before = _counts(place)
    place.unlink()
    assert restore.main(["--from", str(tmp_path / "copy")]) == 0

    assert _counts(place) == before
    assert before["messages"] > 0


def test_a_backup_that_finds_no_database_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HITOHATA_DATABASE_URL", f"sqlite:///{tmp_path / 'gone.db'}")

    assert backup.main(["--to", str(tmp_path / "copy")]) == 1

    assert "gone.db" in capsys.readouterr().err
    assert not (tmp_path / "copy").exists()


def test_a_write_ahead_log_without_its_database_is_not_mixed_with_the_backup(tmp_path: Path) -> None:
    place, copied = tmp_path / "desk.db", tmp_path / "copy.db"
    database = Database(f"sqlite:///{place}")
    migrate.upgrade(database)
    backup.copy(place, copied)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE later (id INTEGER)")
    left = Path(f"{place}-wal").read_bytes()
    database.close()
    place.unlink()
    Path(f"{place}-wal").write_bytes(left)

    with pytest.raises(restore.InUse, match=r"desk\.db-wal"):
        restore.put_back(copied, place)

    assert not place.exists()
    assert Path(f"{place}-wal").read_bytes() == left


def test_a_refused_restore_leaves_no_copy_behind(tmp_path: Path) -> None:
    place, copied = tmp_path / "desk.db", tmp_path / "copy.db"
    database = Database(f"sqlite:///{place}")
    migrate.upgrade(database)
    backup.copy(place, copied)

    with database.write(), pytest.raises(restore.InUse):
        restore.put_back(copied, place)
    database.close()

    assert not list(tmp_path.glob("*.restored*"))


class TestPostgresql:
    """pg_dump copies what is configured, or says why not."""

    @pytest.fixture(autouse=True)
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
        monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))

    def test_what_was_dumped_is_there_again_table_by_table(
        self, tmp_path: Path, postgresql: str, database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if database_url.startswith("sqlite"):
            database_url = f"sqlite:///{tmp_path / 'desk.db'}"
        monkeypatch.setenv("HITOHATA_DATABASE_URL", database_url)
        api = Api(tmp_path, database_url=database_url)
        api.visitor().post("/api/web/messages", json={"client_id": "c1", "text": "控えに残る話"})

        assert backup.main(["--to", str(tmp_path / "copy")]) == 0

        before = _counts_of(api.app.state.services.database)
        api.app.state.services.database.close()
        if database_url.startswith("sqlite"):
            (tmp_path / "desk.db").unlink()
        else:
            administer(postgresql, "CREATE DATABASE brought_back")
            database_url = postgresql.replace("/postgres?", "/brought_back?")
            monkeypatch.setenv("HITOHATA_DATABASE_URL", database_url)
        assert restore.main(["--from", str(tmp_path / "copy")]) == 0
        again = Database(database_url)
        assert _counts_of(again) == before
        again.close()
        assert before["messages"] > 0

    def test_a_dump_that_fails_is_said_and_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("HITOHATA_DATABASE_URL", "postgresql://desk:geheim@127.0.0.1:1/desk")

        assert backup.main(["--to", str(tmp_path / "copy")]) == 1

        said = capsys.readouterr().err
        assert "pg_dump ended with 1" in said
        assert "geheim" not in said
        assert not list((tmp_path / "copy").glob("*"))

    def test_a_machine_without_pg_dump_is_told_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("HITOHATA_DATABASE_URL", "postgresql://127.0.0.1:1/desk")
        monkeypatch.setenv("PATH", str(tmp_path))

        assert backup.main(["--to", str(tmp_path / "copy")]) == 1
        assert "postgresql-client" in capsys.readouterr().err


def _counts(place: Path) -> dict[str, int]:
    database = Database(f"sqlite:///{place}")
    try:
        return _counts_of(database)
    finally:
        database.close()


def _counts_of(database: Database) -> dict[str, int]:
    """Return how many rows each table has."""
    with database.read() as connection:
        names = sa.inspect(connection).get_table_names()
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in names
        }


def test_a_folder_without_a_backup_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))

    assert restore.main(["--from", str(tmp_path / "nothing")]) == 2
    assert "nothing" in capsys.readouterr().err


class TestErasures:
    """Who was erased after the backup was made does not come back with it."""

    def test_a_restore_erases_again(self, tmp_path: Path, monkeypatch) -> None:
        monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
        api = Api(tmp_path / "data")
        gone, stays = api.visitor(), api.visitor()
        for visitor in (gone, stays):
            visitor.post("/api/web/messages", json={"client_id": "c1", "text": "山本花子の話"})
        backup.main(["--to", str(tmp_path / "copy")])
        gone.delete("/api/web/conversation")
        api.app.state.services.database.close()

        assert restore.main(["--from", str(tmp_path / "copy")]) == 0

        with sqlite3.connect(tmp_path / "data" / "desk.db") as restored:
            words = [row[0] for row in restored.execute("SELECT conversation_id FROM messages")]
            asked = restored.execute("SELECT conversation_id FROM erasures").fetchall()
        restored.close()
        assert gone.conversation_id not in words
        assert stays.conversation_id in words
        assert asked == [(gone.conversation_id,)]

    def test_a_desk_that_starts_on_a_database_put_back_by_hand_erases_again(
        self, tmp_path: Path, database_url: str
    ) -> None:
        api = Api(tmp_path / "data", database_url=database_url)
        gone = api.visitor()
        gone.post("/api/web/messages", json={"client_id": "c1", "text": "山本花子の話"})
        ErasedList(tmp_path / "data").note([gone.conversation_id])
        api.app.state.services.database.close()

        again = Api(tmp_path / "data", database_url=database_url)

        again.http.headers["authorization"] = gone.headers["authorization"]
        assert again.http.get("/api/web/messages").status_code == 401
        again.app.state.services.database.close()

    def test_the_list_survives_a_line_that_a_crash_cut_off(self, tmp_path: Path) -> None:
        erased_list = ErasedList(tmp_path)
        erased_list.note(["c_1"])
        with erased_list.place.open("a") as file:
            file.write("abc")
        ErasedList(tmp_path).note(["c_2"])
        ErasedList(tmp_path).note(["c_2"])

        assert len([h for h in erased_list.hashes() if len(h) == 64]) == 2
        assert erased_list.place.read_text().count("\n") == 4
