"""A PostgreSQL dump is put back by the same command as SQLite's copies, sealed or not, and a wrong one changes nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
import pytest
import sqlalchemy as sa

from desk.db.database import Database
from desk.operations import backup, restore
from desk.operations.postgresql_copy import KEPT
from desk.operations.verify_audit import main as verify_audit
from desk.privacy.erased_list import ErasedList
from tests.desk.api import Api
from tests.desk.conftest import administer

BEFORE, AFTER = "控えに残る話", "控えの後の話"


@pytest.fixture
def url(
    postgresql: str, postgresql_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Path
) -> Iterator[str]:
    """A database of today's schema, named by the settings."""
    name = f"t_{uuid.uuid4().hex}"
    administer(postgresql, f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    address = postgresql.replace("/postgres?", f"/{name}?")
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HITOHATA_DATABASE_URL", address)
    yield address
    administer(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """(public, secret) as files."""
    secret = pyrage.x25519.Identity.generate()
    public_file, secret_file = tmp_path / "public.txt", tmp_path / "secret.txt"
    public_file.write_text(f"{secret.to_public()}\n")
    secret_file.write_text(f"{secret}\n")
    return public_file, secret_file


def say(url: str, folder: Path, words: str, visitor: Any = None) -> Any:
    """Somebody writes to a desk that is stopped again."""
    api = Api(folder / "data", database_url=url)
    visitor = visitor or api.visitor()
    api.http.headers["authorization"] = visitor.headers["authorization"]
    answer = api.http.post("/api/web/messages", json={"client_id": uuid.uuid4().hex, "text": words})
    assert answer.status_code == 202
    api.app.state.services.database.close()
    return visitor


def content(url: str) -> dict[str, list[str]]:
    """Return every row of every table, as words."""
    database = Database(url)
    with database.read() as connection:
        names = sa.inspect(connection).get_table_names()
        found = {
            name: sorted(str(row) for row in connection.execute(sa.select(sa.text("*")).select_from(sa.table(name))))
            for name in names
        }
    database.close()
    return found


def schemas(url: str) -> list[str]:
    database = Database(url)
    with database.read() as connection:
        found = [name for name in sa.inspect(connection).get_schema_names() if name.startswith(KEPT)]
    database.close()
    return found


def test_a_sealed_dump_is_opened_and_put_back_row_by_row(
    url: str, tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = say(url, tmp_path, BEFORE)
    held = content(url)
    assert backup.main(["--to", str(tmp_path / "copy"), "--for", str(keys[0])]) == 0
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["desk.dump.age"]
    say(url, tmp_path, AFTER, visitor)
    assert content(url) != held

    assert restore.main(["--from", str(tmp_path / "copy")]) == 2
    assert "KEY=" in capsys.readouterr().err
    assert restore.main(["--from", str(tmp_path / "copy"), "--key", str(keys[1])]) == 0

    assert content(url) == held
    assert verify_audit([]) == 0
    # What was there before is kept, and what could be read while it was put back is not.
    [kept] = schemas(url)
    assert kept in capsys.readouterr().out
    assert list((tmp_path / "data").glob("restore-*")) == []
    # The desk goes on with it; the next copy takes nothing of what was kept along and can be put back again.
    say(url, tmp_path, AFTER, visitor)
    assert backup.main(["--to", str(tmp_path / "second")]) == 0
    assert AFTER.encode() in (dumped := _plain(tmp_path / "second"))
    assert KEPT.encode() not in dumped
    held = content(url)
    assert restore.main(["--from", str(tmp_path / "second")]) == 0
    assert content(url) == held


def _plain(folder: Path) -> bytes:
    return subprocess.run(["pg_restore", "-f", "-", str(folder / "desk.dump")], check=True, capture_output=True).stdout


def test_a_damaged_dump_or_another_key_changes_nothing(
    url: str, tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    say(url, tmp_path, BEFORE)
    assert backup.main(["--to", str(tmp_path / "copy"), "--for", str(keys[0])]) == 0
    assert backup.main(["--to", str(tmp_path / "plain")]) == 0
    held = content(url)
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))

    assert restore.main(["--from", str(tmp_path / "copy"), "--key", str(other)]) == 1
    whole = (tmp_path / "plain" / "desk.dump").read_bytes()
    for damaged in (b"no dump" * 500, whole[: len(whole) * 2 // 3]):
        (tmp_path / "plain" / "desk.dump").write_bytes(damaged)
        assert restore.main(["--from", str(tmp_path / "plain")]) == 1
        assert "pg_restore ended with 1" in capsys.readouterr().err
        assert content(url) == held
        assert schemas(url) == []


def test_a_database_in_use_is_not_replaced(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(url, tmp_path, BEFORE)
    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    monkeypatch.setattr("desk.operations.postgresql_copy._LEAVING_SECONDS", 0.5)
    desk = Database(url)

    with desk.read():
        assert restore.main(["--from", str(tmp_path / "copy")]) == 1
    desk.close()

    assert "Stop everything first" in capsys.readouterr().err
    assert schemas(url) == []


def test_whoever_was_erased_after_the_copy_stays_erased(url: str, tmp_path: Path) -> None:
    gone = say(url, tmp_path, BEFORE)
    stays = say(url, tmp_path, AFTER)
    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    api = Api(tmp_path / "data", database_url=url)
    api.http.headers["authorization"] = gone.headers["authorization"]
    assert api.http.delete("/api/web/conversation").status_code in {200, 202, 204}
    api.app.state.services.database.close()
    # Even where its list was lost: the database that is replaced knows it too.
    ErasedList(tmp_path / "data").place.unlink(missing_ok=True)

    assert restore.main(["--from", str(tmp_path / "copy")]) == 0

    written = content(url)["messages"]
    assert any(stays.conversation_id in row for row in written)
    assert not any(gone.conversation_id in row for row in written)


@pytest.fixture
def tracker(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The assistant's own database, named by the settings."""
    name = f"t_{uuid.uuid4().hex}"
    administer(postgresql, f"CREATE DATABASE {name}")
    address = postgresql.replace("/postgres?", f"/{name}?")
    monkeypatch.setenv("HITOHATA_TRACKER_URL", address)
    yield address
    administer(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


def remembered(address: str) -> list[str]:
    """Return what the assistant's database holds; its table is as Rasa makes it, as far as a copy is concerned."""
    with closing(Database(address)) as database, database.read() as connection:
        return [str(row.data) for row in connection.execute(sa.text("SELECT data FROM events ORDER BY id"))]


def remember(address: str, *said: str) -> None:
    with closing(Database(address)) as database, database.write() as connection:
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS events (id serial, sender_id text, data text)"))
        for one in said:
            connection.execute(sa.text("INSERT INTO events (sender_id, data) VALUES ('c_1', :data)"), {"data": one})


def test_the_assistants_memory_goes_back_to_the_same_day(
    url: str, tracker: str, tmp_path: Path, keys: tuple[Path, Path]
) -> None:
    """What it remembers of talks that the desk does not know any more is reached by no erasure."""
    say(url, tmp_path, BEFORE)
    remember(tracker, BEFORE)
    assert backup.main(["--to", str(tmp_path / "copy"), "--for", str(keys[0])]) == 0
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["desk.dump.age", "tracker.dump.age"]
    remember(tracker, AFTER)

    assert restore.main(["--from", str(tmp_path / "copy"), "--key", str(keys[1])]) == 0

    assert remembered(tracker) == [BEFORE]
    [kept] = schemas(tracker)
    assert kept.startswith(KEPT)
    # The assistant goes on with it.
    remember(tracker, AFTER)
    assert remembered(tracker) == [BEFORE, AFTER]


def test_a_memory_that_cannot_be_copied_is_said(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(url, tmp_path, BEFORE)
    monkeypatch.setenv("HITOHATA_TRACKER_URL", "postgresql://assistant:geheim@127.0.0.1:1/tracker")

    assert backup.main(["--to", str(tmp_path / "copy")]) == 1

    said = capsys.readouterr().err
    assert "pg_dump ended with 1" in said
    assert "geheim" not in said


def test_a_memory_of_another_kind_of_database_changes_nothing(
    url: str, tracker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(url, tmp_path, BEFORE)
    remember(tracker, BEFORE)
    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    held = content(url)
    monkeypatch.delenv("HITOHATA_TRACKER_URL")

    assert restore.main(["--from", str(tmp_path / "copy")]) == 2

    assert "HITOHATA_TRACKER_URL names another kind" in capsys.readouterr().err
    assert content(url) == held
    assert schemas(url) == []


def test_a_memory_in_a_file_elsewhere_is_copied_too(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(url, tmp_path, BEFORE)
    place = tmp_path / "elsewhere" / "memory.db"
    place.parent.mkdir()
    monkeypatch.setenv("HITOHATA_TRACKER_URL", f"sqlite:///{place}")
    with closing(sqlite3.connect(place)) as memory, memory:
        memory.execute("CREATE TABLE events (data text)")

    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    place.unlink()
    assert restore.main(["--from", str(tmp_path / "copy")]) == 0

    with closing(sqlite3.connect(place)) as memory:
        assert memory.execute("SELECT count(*) FROM events").fetchone() == (0,)


def test_a_copy_of_another_kind_of_database_is_named(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(url, tmp_path, BEFORE)
    assert backup.main(["--to", str(tmp_path / "copy")]) == 0
    monkeypatch.delenv("HITOHATA_DATABASE_URL")

    assert restore.main(["--from", str(tmp_path / "copy")]) == 2
    assert "copy of PostgreSQL" in capsys.readouterr().err

    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "desk.db").write_bytes(b"")
    monkeypatch.setenv("HITOHATA_DATABASE_URL", url)
    assert restore.main(["--from", str(tmp_path / "other")]) == 2
    assert "copy of SQLite" in capsys.readouterr().err
